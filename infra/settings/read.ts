import type { Env, Setting } from '../../shared/channel/channel.ts';
import { editDistance } from '../../shared/command/catalogue.ts';
import { SettingsError } from '../../shared/errors.ts';
import { type CoreSetting, type CoreSettings, coreSettings } from './core.ts';
import { BadSettings } from './problems.ts';

/**
 * Reads the program's own settings. `known`: the settings of the channels, so that a mistyped name is told apart from theirs.
 * Throws BadSettings with everything that is wrong; a secret's value is in none of it.
 */
export function readSettings(env: Env, known: readonly Setting[] = []): CoreSettings {
  const problems = unknownNames(env, [...Object.values(coreSettings), ...known]);
  const values: Record<string, unknown> = {};
  for (const [member, setting] of Object.entries<CoreSetting<unknown>>(coreSettings)) {
    const given = env[setting.name] ?? (isSelfFound(member) ? undefined : (setting.default ?? ''));
    if (given === undefined) continue;
    const read = setting.as.safeParse(given);
    if (read.success) values[member] = read.data;
    else
      problems.push(new SettingsError(`${setting.name} ${setting.secret ? 'is malformed' : `is "${shown(given)}"`}: it must be ${setting.expects}.`));
  }
  if (problems.length > 0) throw new BadSettings(problems);
  return values as unknown as CoreSettings; // Each member was read by its own schema just now.
}

/** A value as it may be shown: without the name and password that an address may hold. */
export const shown = (value: string) => value.replace(/\/\/[^/\s]*@/g, '//[secret]@');

const selfFound: ReadonlySet<string> = new Set(['url', 'key', 'backupKey', 'metricsToken', 'smtpUrl', 'mailFrom']);
const isSelfFound = (member: string) => selfFound.has(member);

function unknownNames(env: Env, known: readonly Setting[]): SettingsError[] {
  const names = new Set(known.map((setting) => setting.name));
  return Object.keys(env)
    .filter((name) => name.startsWith('BELLHOP_') && !names.has(name))
    .map((name) => {
      const near = closestName(name, names);
      return new SettingsError(
        `${name} is no setting of Bellhop.`,
        near ? `Did you mean ${near}?` : `Those that exist: ${[...names].filter((n) => n.startsWith('BELLHOP_')).join(', ')}.`,
      );
    });
}

function closestName(name: string, names: ReadonlySet<string>): string | undefined {
  const [best] = [...names].map((known) => ({ known, distance: editDistance(name, known) })).sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(2, Math.floor((name.length - 'BELLHOP_'.length) / 3)) ? best.known : undefined;
}
