import { emailCan } from '../../../bots/email/limits.ts';
import { messengerCan } from '../../../bots/messenger/limits.ts';
import { slackCan } from '../../../bots/slack/limits.ts';
import { slackConfig } from '../../../bots/slack/settings.ts';
import { smsCan } from '../../../bots/sms/limits.ts';
import { teamsCan } from '../../../bots/teams/limits.ts';
import { telegramCan } from '../../../bots/telegram/limits.ts';
import { telegramConfig } from '../../../bots/telegram/settings.ts';
import type { Channel, Env } from '../../../shared/channel/channel.ts';

/** The channels that are on at which somebody can be reached who spoke elsewhere, and what they can: as much of them as a voice must know to say where its answer follows. */
export function homes(env: Env): ReadonlyMap<string, Pick<Channel, 'can'>> {
  const all = [
    ['slack', 'off' in slackConfig(env) ? null : slackCan],
    ['telegram', telegramConfig(env) ? telegramCan : null],
    // The settings of these are checked at their doors; without that here a voice has less to load.
    ['teams', env.TEAMS_APP_ID?.trim() ? teamsCan : null],
    ['messenger', env.MESSENGER_PAGE_TOKEN ? messengerCan : null],
    ['sms', env.TWILIO_FROM ? smsCan : null],
    ['email', env.EMAIL_WEBHOOK_TOKEN ? emailCan : null],
  ] as const;
  return new Map(all.flatMap(([name, can]) => (can ? [[name, { can }]] : [])));
}
