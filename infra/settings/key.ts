import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from '../../shared/errors.ts';
import { coreSettings } from './core.ts';

/**
 * The key for sign-in links and secrets at rest: the setting's, else the one in the data folder (`key`, 0600), made when there is none.
 * The folder exists and is ours. Throws SettingsError when the file is there and holds no key: it is never overwritten.
 */
export function keyOf(setting: string | undefined, folder: string): string {
  if (setting !== undefined) return setting;
  const file = join(folder, 'key');
  if (!existsSync(file)) make(file);
  const kept = coreSettings.key.as.safeParse(readFileSync(file, 'utf8').trim());
  if (!kept.success) throw new SettingsError(`${file} holds no key.`, 'Put the key back from your backup, or set BELLHOP_KEY.');
  return kept.data;
}

/** Whole or not at all: a start that is killed, or finds no room, must not leave half a key for the next. */
function make(file: string): void {
  const made = `${file}.${process.pid}`;
  try {
    writeFileSync(made, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flush: true });
    linkSync(made, file);
  } catch (cause) {
    // Another start was faster: its key counts.
    if (!existsSync(file)) throw cause;
  } finally {
    rmSync(made, { force: true });
  }
}
