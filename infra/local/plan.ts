import { channels as builtIn } from '../../bots/index.ts';
import type { ChannelModule, Env } from '../../shared/channel/channel.ts';
import type { Clock } from '../../shared/clock.ts';
import type { SettingsError } from '../../shared/errors.ts';
import type { Mail } from '../../shared/mail/mail.ts';
import { foldersIn, loadOwn, noOwn, type Own } from '../core/own.ts';
import { allSkills } from '../core/skills.ts';
import { openChannels } from '../settings/channels.ts';
import type { CoreSettings } from '../settings/core.ts';
import { BadSettings, collecting } from '../settings/problems.ts';
import { readSettings } from '../settings/read.ts';
import { clashes } from './clashes.ts';
import { openMail } from './mail.ts';

/** What is to run, all of its settings known to be right but for what only opening shows. */
export interface Plan {
  readonly settings: CoreSettings;
  readonly modules: readonly ChannelModule[];
  readonly own: Own;
}

/** Stands in while the settings are looked at: channels are opened only to hear what they say to theirs. */
const placeholderKey = Buffer.alloc(32, 1).toString('base64');

/** Reads the settings and loads people's own folders. Throws BadSettings with everything that is wrong, the channels' included. */
export async function planOf(env: Env, clock: Clock): Promise<Plan> {
  const { settings, modules, own, problems } = await lookAt(env, clock);
  if (settings === undefined || problems.length > 0) throw new BadSettings(problems);
  return { settings, modules, own };
}

/** The same, with what is wrong as an answer: doctor goes on from there. `there`: mail of where the settings are for, when that is not here. */
export async function lookAt(env: Env, clock: Clock, there?: Mail) {
  const problems: SettingsError[] = [];
  const collect = collecting(problems);
  const own = await loadOwn(foldersIn(env)).catch((cause) => collect<Own>(() => raise(cause)) ?? noOwn);
  const modules = [...builtIn, ...own.channels];
  const settings = collect(() =>
    readSettings(
      env,
      modules.flatMap((module) => module.settings),
    ),
  );
  const here = settings && collect(() => openMail(settings, clock));
  const mail = there ?? (settings?.smtpUrl === undefined ? undefined : here);
  problems.push(...clashes(allSkills(own.skills), modules));
  const tools = { clock, random: Math.random, url: 'http://127.0.0.1', env, ...(mail ? { mail } : {}) };
  const opened = openChannels(modules, { ...env, BELLHOP_KEY: env.BELLHOP_KEY ?? placeholderKey }, tools);
  return { settings, modules, own, mail, opened, problems: [...problems, ...opened.problems] };
}

function raise(cause: unknown): never {
  throw cause;
}
