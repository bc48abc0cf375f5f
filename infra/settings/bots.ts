import { mainBot } from '../../shared/channel/bots.ts';
import type { ChannelModule, Env, Setting } from '../../shared/channel/channel.ts';
import { SettingsError } from '../../shared/errors.ts';

type Module = Pick<ChannelModule, 'settings' | 'severalBots'>;

/** What follows a setting's name for another bot: `TELEGRAM_BOT_TOKEN_SALES` is the token of `sales`. */
const suffix = /^_[A-Z][A-Z0-9]{0,19}$/;

/** The bots of a channel that have settings: `main`, and those that are named behind a setting's name. */
export function botsIn(env: Env, { settings, severalBots }: Module): readonly string[] {
  if (!severalBots) return [mainBot];
  const names = Object.keys(env);
  const named = settings.flatMap(({ name }) => names.filter((one) => one.startsWith(name)).map((one) => one.slice(name.length)));
  const own = new Set(settings.map(({ name }) => name));
  const bots = named.filter((end) => suffix.test(end)).map((end) => end.slice(1).toLowerCase());
  // A setting that begins as another does is itself, and nobody's bot.
  return [mainBot, ...[...new Set(bots)].filter((bot) => settings.some(({ name }) => !own.has(nameOf(name, bot)) && env[nameOf(name, bot)])).sort()];
}

/** The name that a setting has for a bot. */
const nameOf = (setting: string, bot: string) => (bot === mainBot ? setting : `${setting}_${bot.toUpperCase()}`);

/** The settings as a bot's channel reads them. What has a default (an address of the platform) is that of `main` where the bot has none of its own. */
export function envOf(env: Env, { settings }: Module, bot: string): Env {
  if (bot === mainBot) return env;
  const own = settings.map(({ name, default: usual }) => [name, env[nameOf(name, bot)] ?? (usual === undefined ? undefined : env[name])] as const);
  return { ...env, ...Object.fromEntries(own) };
}

/** Every setting that is read of a channel: those of its named bots too. */
export function settingsOf(env: Env, module: Module): readonly Setting[] {
  const named = botsIn(env, module).slice(1);
  const theirs = named.flatMap((bot) =>
    module.settings.map(({ name, meaning, secret }) => ({ name: nameOf(name, bot), meaning, ...(secret && { secret }) })),
  );
  return [...module.settings, ...theirs.filter(({ name }) => env[name])];
}

/** What is wrong with a bot's settings, under the names that they have. */
export function inItsNames(problem: SettingsError, { settings }: Module, bot: string): SettingsError {
  if (bot === mainBot) return problem;
  const named = (text: string) =>
    text.replace(/\b[A-Z][A-Z0-9_]+\b/g, (word) => (settings.some(({ name }) => name === word) ? nameOf(word, bot) : word));
  return new SettingsError(named(problem.message), problem.hint === undefined ? undefined : named(problem.hint));
}

/** Two bots that have one secret are one: who speaks to the one would be taken for speaking to the other. */
export function sharedSecrets(env: Env, module: Module): readonly SettingsError[] {
  return module.settings
    .filter(({ secret }) => secret)
    .flatMap(({ name }) => {
      const seen = new Map<string, string>();
      return botsIn(env, module).flatMap((bot) => {
        const value = env[nameOf(name, bot)];
        const before = value === undefined ? undefined : seen.get(value);
        if (value !== undefined) seen.set(value, nameOf(name, bot));
        return before === undefined ? [] : [new SettingsError(`${nameOf(name, bot)} is the same as ${before}.`, 'Each bot has secrets of its own.')];
      });
    });
}
