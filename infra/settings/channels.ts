import { channelAs, labelOf, mainBot } from '../../shared/channel/bots.ts';
import type { Channel, ChannelModule, ChannelTools, Env } from '../../shared/channel/channel.ts';
import { SettingsError } from '../../shared/errors.ts';
import { botsIn, envOf, inItsNames, settingsOf, sharedSecrets } from './bots.ts';
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
    problems.push(...sharedSecrets(env, module));
    const bots = botsIn(env, module).map((bot) => ({ bot, opened: collect(() => openBot(module, bot, env, tools)) }));
    on.push(...bots.flatMap(({ bot, opened }) => (opened && 'on' in opened ? [channelAs(opened.on, bot)] : [])));
    const [main] = bots;
    if (bots.length > 1 || !main?.opened || 'on' in main.opened) continue;
    off.push({ name: module.name, why: main.opened.off });
    if (main.opened.away) away.push(main.opened.away);
  }
  return { on, off, away, problems };
}

/** One bot of a channel. Throws SettingsError, in the names of that bot's settings: one that is named has some, so it is not just off. */
function openBot(module: ChannelModule, bot: string, env: Env, tools: ChannelTools): ReturnType<ChannelModule['configure']> {
  try {
    const opened = module.configure(envOf(env, module, bot), { ...tools, ...(bot === mainBot ? {} : { bot }) });
    if (bot !== mainBot && 'off' in opened) throw new SettingsError(`${labelOf({ name: module.name, bot })} is half configured.`, opened.off);
    return opened;
  } catch (cause) {
    throw cause instanceof SettingsError ? inItsNames(cause, module, bot) : cause;
  }
}

/** The values that may be shown nowhere. */
export function secretsIn(env: Env, modules: readonly Pick<ChannelModule, 'settings' | 'severalBots'>[]): string[] {
  return modules
    .flatMap((module) => settingsOf(env, module))
    .filter((setting) => setting.secret)
    .flatMap((setting) => env[setting.name] ?? []);
}
