import type { Env } from '../../shared/channel/channel.ts';
import type { Clock } from '../../shared/clock.ts';
import { type StandInAlexa, startAlexa } from './alexa.ts';
import { type EmailPlatform, startEmail } from './email.ts';
import { type MessengerPlatform, startMessenger } from './messenger.ts';
import { type SlackOptions, type SlackStandIn, startSlack } from './slack.ts';
import { startTwilio, type TwilioPlatform } from './sms.ts';
import { startTeams, type TeamsPlatform } from './teams.ts';
import { startTelegram, type TelegramPlatform } from './telegram.ts';

/** The other sides of the channels. */
export interface Platforms {
  readonly slack: SlackStandIn;
  readonly telegram: TelegramPlatform;
  readonly teams: TeamsPlatform;
  readonly messenger: MessengerPlatform;
  readonly sms: TwilioPlatform;
  readonly email: EmailPlatform;
  readonly alexa: StandInAlexa;
}

export interface PlatformOptions {
  readonly slackRates?: SlackOptions['rates'];
  readonly telegramRates?: boolean;
}

/** Starts all of them by one clock. `env`: the settings that point Bellhop to them. */
export async function startPlatforms(clock: Clock, { slackRates, telegramRates = false }: PlatformOptions = {}) {
  const { now } = clock;
  const platforms: Platforms = {
    slack: await startSlack({ clock, ...(slackRates ? { rates: slackRates } : {}) }),
    telegram: await startTelegram({ now, rates: telegramRates }),
    teams: await startTeams({ now }),
    messenger: await startMessenger({ now }),
    // A short code, which may send more than one message a second.
    sms: await startTwilio({ from: '24273' }),
    email: await startEmail({ now }),
    alexa: await startAlexa({ now }),
  };
  // As a Page is that somebody has set up: one that isn't would be asked again and again, and take what is to go wrong with an answer.
  for (const field of ['messages', 'messaging_postbacks']) platforms.messenger.subscribed.add(field);
  const all = Object.values(platforms) as readonly { readonly env: Env; close(): Promise<void> }[];
  return {
    platforms,
    env: Object.assign({}, ...all.map(({ env }) => env)) as Env,
    close: async () => void (await Promise.all(all.map((one) => one.close()))),
  };
}
