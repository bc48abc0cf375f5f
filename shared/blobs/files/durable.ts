import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';

const code = (thrown: unknown) => (thrown instanceof Error && 'code' in thrown ? thrown.code : undefined);
export const isMissing = (thrown: unknown) => code(thrown) === 'ENOENT';

/** A file of its own, for this user alone; throws when there is one of that name. */
export const create = (path: string): Promise<FileHandle> => open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);

/** Makes what is in a folder, its names, outlive a loss of power. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Makes a folder and those above it where there are none, durably. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

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
