import { emailCan } from '../../../bots/email/limits.ts';
import { messengerCan } from '../../../bots/messenger/limits.ts';
import { slackCan } from '../../../bots/slack/limits.ts';
import { smsCan } from '../../../bots/sms/limits.ts';
import { teamsCan } from '../../../bots/teams/limits.ts';
import { telegramCan } from '../../../bots/telegram/limits.ts';
import type { Channel, Env } from '../../../shared/channel/channel.ts';

/** The channels that are on at which somebody can be reached who spoke elsewhere, and what they can: as much of them as a voice must know to say where its answer follows. */
export function homes(env: Env): ReadonlyMap<string, Pick<Channel, 'can'>> {
  // Any bot of it will do. Settings are checked at their doors; without that here a voice has less to load.
  const has = (name: string) => Object.keys(env).some((one) => (one === name || one.startsWith(`${name}_`)) && env[one]?.trim());
  const all = [
    ['slack', has('SLACK_BOT_TOKEN') || has('SLACK_CLIENT_ID') ? slackCan : null],
    ['telegram', has('TELEGRAM_BOT_TOKEN') ? telegramCan : null],
    ['teams', has('TEAMS_APP_ID') ? teamsCan : null],
    ['messenger', has('MESSENGER_PAGE_TOKEN') ? messengerCan : null],
    ['sms', has('TWILIO_FROM') ? smsCan : null],
    ['email', has('EMAIL_WEBHOOK_TOKEN') ? emailCan : null],
  ] as const;
  return new Map(all.flatMap(([name, can]) => (can ? [[name, { can }]] : [])));
}
