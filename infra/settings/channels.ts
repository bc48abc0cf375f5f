import type { Channel, ChannelModule, ChannelTools, Env } from '../../shared/channel/channel.ts';
import type { SettingsError } from '../../shared/errors.ts';
import { collecting } from './problems.ts';

/** A channel that is off, and which variables would turn it on. */
export interface OffChannel {
  readonly name: string;
  readonly why: string;
}

export interface Opened {
  readonly on: readonly Channel[];
  readonly off: readonly OffChannel[];
  /** Of those that are off: what is said there is kept. */
  readonly away: readonly Channel[];
  /** What is wrong with those that are in neither list. */
  readonly problems: readonly SettingsError[];
}

/** Opens each channel with its settings; one that is half configured keeps no other from being looked at. */
export function openChannels(modules: readonly ChannelModule[], env: Env, tools: ChannelTools): Opened {
  const on: Channel[] = [];
  const off: OffChannel[] = [];
  const away: Channel[] = [];
  const problems: SettingsError[] = [];
  const collect = collecting(problems);
  for (const module of modules) {
    const opened = collect(() => module.configure(env, tools));
    if (opened === undefined) continue;
    if ('on' in opened) {
      on.push(opened.on);
      continue;
    }
    off.push({ name: module.name, why: opened.off });
    if (opened.away) away.push(opened.away);
  }
  return { on, off, away, problems };
}

/** The values that may be shown nowhere. */
export function secretsIn(env: Env, modules: readonly Pick<ChannelModule, 'settings'>[]): string[] {
  return modules
    .flatMap((module) => module.settings)
    .filter((setting) => setting.secret)
    .flatMap((setting) => env[setting.name] ?? []);
}
