import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';

const code = (thrown: unknown) => (thrown instanceof Error && 'code' in thrown ? thrown.code : undefined);
export const isMissing = (thrown: unknown) => code(thrown) === 'ENOENT';

/** A file of its own, for this user alone; throws when there is one of that name. */
export const create = (path: string): Promise<FileHandle> => open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);

/** Makes the names in a folder, and its own name in those above it up to `root`, outlive a loss of power. One that is gone since is passed over. */
export async function syncFolders(path: string, root: string): Promise<void> {
  for (let folder = path; folder.length >= root.length; folder = dirname(folder)) {
    const opened = await open(folder, 'r').catch(nullIfMissing);
    if (!opened) continue;
    try {
      await opened.sync();
    } finally {
      await opened.close();
    }
  }
}

/** Makes a folder and those above it where there are none. */
export const makeFolder = (path: string) => mkdir(path, { recursive: true, mode: 0o700 });

/** Takes away a folder, and those above it below `root`, while they are empty. */
export async function removeEmpty(path: string, root: string): Promise<void> {
  for (let folder = path; folder.length > root.length; folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch (cause) {
      if (isMissing(cause)) continue;
      // Something is in it, or has just come.
      if (code(cause) === 'ENOTEMPTY' || code(cause) === 'EEXIST') return;
      throw cause;
    }
  }
}

function nullIfMissing(cause: unknown): null {
  if (isMissing(cause)) return null;
  throw cause;
}
