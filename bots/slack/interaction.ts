import type { Inbound } from '../../shared/channel/inbound.ts';
import type { Clock } from '../../shared/clock.ts';
import { viaOf } from './command.ts';
import { homeOf } from './home.ts';
import { slackLimits } from './limits.ts';
import { type Fields, fieldsOf, idOf, instantOf, tsOf } from './payload.ts';
import { shortcutInbound } from './shortcut.ts';
import { submissionInbound } from './submission.ts';
import { actorOf } from './tenant.ts';

/** What the `action_id` of our own buttons begins with. */
export const actionIds = 'bellhop:';

/**
 * A `block_actions` payload → an Inbound for each of our buttons in it, a `view_submission` → its form's, a `message_action` → its command's; none for what isn't ours. The key is the `trigger_id`, new with each press; a button that
 * counts once says so in its token. Never `direct`, as with slash commands: what a `response_url` posted can stand between two people; but what is pressed in the Home tab is answered in the Messages tab beside it.
 */
export function interactionInbounds(payload: Fields, clock: Clock): Inbound[] {
  const whole = submissionInbound(payload, clock) ?? shortcutInbound(payload, clock);
  if (whole) return [whole];
  if (payload.type !== 'block_actions' || !Array.isArray(payload.actions)) return [];
  const actor = actorOf(payload);
  const container = fieldsOf(payload.container);
  const home = homeOf(payload);
  const conversation = idOf(fieldsOf(payload.channel)?.id) ?? idOf(container?.channel_id) ?? home;
  const trigger = idOf(payload.trigger_id);
  if (!actor || !conversation || !trigger) return [];
  const { tenant, from } = actor;
  const { user } = from;
  // Nobody can answer below a message that only one person sees, nor change it.
  const message = container?.is_ephemeral === true ? undefined : tsOf(container?.message_ts);
  const thread = tsOf(container?.thread_ts) ?? tsOf(fieldsOf(payload.message)?.thread_ts);
  const place = {
    channel: 'slack',
    bot: 'main',
    tenant,
    conversation,
    user,
    ...(home === undefined ? undefined : { direct: true }),
    ...(message === undefined ? undefined : { message }),
    ...(thread === undefined || thread === message ? undefined : { thread }),
    ...viaOf(payload.response_url, clock.now()),
  };
  return payload.actions.flatMap((pressed: unknown, index): Inbound[] => {
    const action = fieldsOf(pressed);
    const token = action?.value;
    const ours = action?.type === 'button' && idOf(action.action_id)?.startsWith(actionIds);
    if (!ours || typeof token !== 'string' || token === '' || token.length > slackLimits.buttonValue) return [];
    const key = index === 0 ? trigger : `${trigger}:${index}`;
    return [{ key, place, from, said: { kind: 'action', token }, saidAt: instantOf(tsOf(action.action_ts), clock.now()) }];
  });
}
