import type { Inbound } from '../../shared/channel/inbound.ts';
import type { Clock } from '../../shared/clock.ts';
import { slackLimits } from './limits.ts';
import { type Fields, idOf, textOf } from './payload.ts';
import { spoken } from './spoken.ts';
import { tenantOf } from './tenant.ts';

/** The command that reaches all others: `/bellhop check example.com`. */
export const umbrella = '/bellhop';

/**
 * A slash command → Inbound; null when a field is missing. `/check x` and `/bellhop check x` both say `check x`. Its key is the `trigger_id`, new with each
 * sending: Slack repeats no slash command (Slack: Enabling interactivity with slash commands). Never `direct`: a D… may be the conversation of two people, in
 * which anyone may write a slash command and the bot is no member; only an event tells that it is ours.
 */
export function commandInbound(sent: Fields, clock: Clock): Inbound | null {
  const tenant = tenantOf(sent.is_enterprise_install === 'true', sent.enterprise_id, sent.team_id);
  const conversation = idOf(sent.channel_id);
  const user = idOf(sent.user_id);
  const name = idOf(sent.user_name);
  const command = idOf(sent.command);
  const key = idOf(sent.trigger_id);
  if (!tenant || !conversation || !user || !key || command?.charCodeAt(0) !== 47) return null;
  const words = spoken(textOf(sent.text) ?? '');
  const text = command === umbrella ? words : `${command.slice(1)} ${words}`;
  return {
    key,
    place: {
      channel: 'slack',
      bot: 'main',
      tenant,
      conversation,
      user,
      ...viaOf(sent.response_url, clock.now()),
    },
    from: name === undefined ? { user } : { user, name },
    said: { kind: 'text', text, explicit: true },
    saidAt: clock.now(),
  };
}

/** The `response_url` and when it ends, ms since 1970: both go wherever the place goes, into a reminder too. Whether it may be used is asked when it is used. */
export function viaOf(address: unknown, now: number): { readonly via: { readonly response_url: string; readonly ends: string } } | undefined {
  return typeof address === 'string' && address.length > 0 && address.length <= 500
    ? { via: { response_url: address, ends: String(now + slackLimits.responseUrlMs) } }
    : undefined;
}
