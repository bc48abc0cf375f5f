import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
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
  try {
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  }
  const kept = coreSettings.key.as.safeParse(readFileSync(file, 'utf8').trim());
  if (!kept.success) throw new SettingsError(`${file} holds no key.`, 'Put the key back from your backup, or set BELLHOP_KEY.');
  return kept.data;
}
