import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorOf, SettingsError } from '../../shared/errors.ts';
import { isStorage } from '../../shared/sqlite/failure.ts';

/** The data folder, made for this user alone when there is none. Throws SettingsError when it can't be. */
export function dataFolder(path: string): string {
  const folder = resolve(path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new SettingsError(`BELLHOP_DATA is ${folder}, which can't be made: ${errorOf(cause).message}.`, 'Name a folder that this user may write.');
  }
  return folder;
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
