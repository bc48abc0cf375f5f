import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SettingsError } from '../../shared/errors.ts';

/** The data folder's whole path; it is made, for this user alone, where there is none. Throws SettingsError when it can't be. */
export function dataFolder(path: string): string {
  const folder = resolve(path);
  try {
    makeFolder(folder);
  } catch (cause) {
    throw new SettingsError(
      `BELLHOP_DATA is ${folder}, which can't be made: ${cause instanceof Error ? cause.message : cause}.`,
      'Name a folder that this user may write.',
    );
  }
  return folder;
}

/** One step at a time: Node's own `recursive` never ends where the system says of each step that its parent is missing (/proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}
