import { own } from '#own';
import type { ChannelKept, Env } from '../../../shared/channel/channel.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { Mail } from '../../../shared/mail/mail.ts';
import { observer } from '../../core/observer.ts';
import { openChannels, secretsIn } from '../../settings/channels.ts';
import { BadSettings } from '../../settings/problems.ts';
import { readSettings } from '../../settings/read.ts';
import { awsChannels } from '../channels.ts';
import { awsSettings } from '../environment.ts';
import { flowMetrics } from './metrics.ts';
import { powertoolsLog, powertoolsNumbers } from './powertools.ts';
import { openTexts } from './texts.ts';

const channels = [...awsChannels, ...own.channels];

/** A function's channels, by the settings that hold, its log and its numbers. `mail`: for channels that speak by it. Throws BadSettings and SettingsError. */
export function openTalking(env: Env, clock: Clock, tools: { readonly mail: Mail; readonly kept: ChannelKept }) {
  const settings = readSettings(env, [...Object.values(awsSettings), ...channels.flatMap((module) => module.settings)]);
  const log = powertoolsLog({ level: settings.logLevel, secrets: [...secretsIn(env, channels), settings.key ?? ''], clock });
  const { on, off, away, problems } = openChannels(channels, env, {
    clock,
    random: Math.random,
    url: settings.url ?? '',
    env,
    ...openTexts(env),
    ...tools,
  });
  if (problems.length > 0) throw new BadSettings(problems);
  const numbers = powertoolsNumbers();
  return {
    log,
    url: settings.url ?? '',
    numbers,
    on,
    off,
    away,
    observing: observer(flowMetrics(numbers), log),
    keepMs: settings.keepCommandsMs,
    rawMs: settings.keepChecksMs,
  };
}

export type Talking = ReturnType<typeof openTalking>;
