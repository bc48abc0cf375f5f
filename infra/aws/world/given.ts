import type { Env, Setting } from '../../../shared/channel/channel.ts';
import { SettingsError } from '../../../shared/errors.ts';

/** What the stack told this function. Throws SettingsError when it was told nothing: it may not touch that. */
export function given(env: Env, { name, meaning }: Setting): string {
  const value = env[name];
  if (!value) throw new SettingsError(`${name} is missing.`, `The stack sets it: ${meaning}.`);
  return value;
}
