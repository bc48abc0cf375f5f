import type { Env } from '../../../shared/channel/channel.ts';
import type { Reaching } from '../../../shared/flow/target.ts';

/** By channel, settings one of which turns it on. Each begins conversations: homes.test.ts holds it to what the channels say of themselves. */
export const homeSettings: Readonly<Record<string, readonly string[]>> = {
  slack: ['SLACK_BOT_TOKEN', 'SLACK_CLIENT_ID'],
  telegram: ['TELEGRAM_BOT_TOKEN'],
  teams: ['TEAMS_APP_ID'],
  messenger: ['MESSENGER_PAGE_TOKEN'],
  sms: ['TWILIO_FROM'],
  email: ['EMAIL_WEBHOOK_TOKEN'],
};

/** The channels that are on at which somebody can be reached who spoke elsewhere: as much of them as a voice must know to say where its answer follows, which loads none of them. */
export function homes(env: Env): ReadonlyMap<string, Reaching> {
  // Any bot of it will do. Settings are checked at their doors; without that here a voice has less to load.
  const has = (name: string) => Object.keys(env).some((one) => (one === name || one.startsWith(`${name}_`)) && env[one]?.trim());
  const on = Object.entries(homeSettings).filter(([, settings]) => settings.some(has));
  return new Map(on.map(([name]) => [name, { can: { proactive: true } }]));
}
