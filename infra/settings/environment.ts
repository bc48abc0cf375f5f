import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Env } from '../../shared/channel/channel.ts';
import { SettingsError } from '../../shared/errors.ts';

/** The process's variables over those of the `.env` file, which needn't exist. An empty value counts as unset. Throws SettingsError when the file can't be read. */
export function environment(env: Env, file = '.env'): Env {
  const merged: Record<string, string> = {};
  for (const source of [linesOf(file), env]) {
    for (const [name, value] of Object.entries(source)) {
      if (value === undefined) continue;
      if (value.trim() === '') delete merged[name];
      else merged[name] = value.trim();
    }
  }
  return merged;
}

function linesOf(file: string): Env {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return {};
    throw new SettingsError(`${file} can't be read (${code ?? cause}).`, 'Make it readable for this user, or take it away.');
  }
}
