import { statSync } from 'node:fs';

/**
 * Looks whether a path still leads to the file that it leads to now. The system would go on writing into one that was deleted or moved away, and all of it
 * would be gone at the next start. Throws when it leads elsewhere or nowhere, or to a file that was emptied.
 */
export function sameFile(path: string): () => void {
  const { dev, ino } = statSync(path);
  return () => {
    const now = statSync(path, { throwIfNoEntry: false });
    if (now?.ino !== ino || now.dev !== dev || now.size === 0) {
      throw new Error(
        `${path} was moved, deleted or replaced while it was open: put it back, or stop Bellhop and start it again with the file it is to use`,
      );
    }
  };
}
