import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { errorOf, SettingsError } from '../../shared/errors.ts';
import { isStorage } from '../../shared/sqlite/failure.ts';

/** The data folder's whole path; it is made, for this user alone, where there is none. Throws SettingsError when it can't be. */
export function dataFolder(path: string): string {
  const folder = resolve(path);
  try {
    makeFolder(folder);
  } catch (cause) {
    throw new SettingsError(`BELLHOP_DATA is ${folder}, which can't be made: ${errorOf(cause).message}.`, 'Name a folder that this user may write.');
  }
  return folder;
}

/** One step at a time: Node's own `recursive` never ends where the system says of each step that its parent is missing (/proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/** What a disk, or the rights to it, make of any file at all. */
const codes: ReadonlySet<unknown> = new Set(['EACCES', 'EDQUOT', 'EIO', 'ENOSPC', 'EPERM', 'EROFS']);

/** The same, as a SettingsError that names the data folder when it is the disk that didn't take what a start writes. */
export function ifOfDisk(cause: unknown, path: string): unknown {
  if (!isStorage(cause) && !(cause instanceof Error && 'code' in cause && codes.has(cause.code))) return cause;
  return new SettingsError(
    `The data folder ${resolve(path)} can't be used: ${errorOf(cause).message}.`,
    'See that this user may write it and that the disk has room, or name another in BELLHOP_DATA; `bellhop doctor` looks at it.',
  );
}
