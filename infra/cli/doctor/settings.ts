import type { ChannelModule, Env, Setting } from '../../../shared/channel/channel.ts';
import type { SettingsError } from '../../../shared/errors.ts';
import type { Finding } from '../../core/finding.ts';
import { settingsOf } from '../../settings/bots.ts';
import { coreSettings } from '../../settings/core.ts';
import { shown } from '../../settings/read.ts';

/** A line for each setting there is: its value (never a secret's), what it would be for, or what is wrong with it; then what is wrong beyond these. */
export function checkSettings(env: Env, modules: readonly ChannelModule[], problems: readonly SettingsError[]): Finding[] {
  const settings: readonly Setting[] = [...Object.values(coreSettings), ...modules.flatMap((module) => settingsOf(env, module))];
  const told = new Set<SettingsError>();
  const lines = settings.map((setting): Finding => {
    const { name } = setting;
    const own = problems.filter((problem) => namesIn(problem.message).includes(name));
    const [first] = own;
    if (!first) return lineOf(setting, env[name]);
    for (const problem of own) told.add(problem);
    const { message, hint } = first;
    return { about: name, state: 'wrong', detail: message.startsWith(`${name} `) ? message.slice(name.length + 1) : message, hint };
  });
  const others = problems.filter((problem) => !told.has(problem));
  return [...lines, ...others.map(({ message, hint }): Finding => ({ about: 'settings', state: 'wrong', detail: message, hint }))];
}

const namesIn = (message: string): readonly string[] => message.match(/\b[A-Z][A-Z0-9_]+\b/g) ?? [];

function lineOf({ name, meaning, secret, default: usual }: Setting, value: string | undefined): Finding {
  if (value !== undefined) return { about: name, state: 'ok', detail: secret ? 'set' : shown(value) };
  if (usual !== undefined) return { about: name, state: 'ok', detail: `${usual} (the default)` };
  return { about: name, state: 'off', detail: `not set (${meaning})` };
}
