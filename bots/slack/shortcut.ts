import type { Inbound } from '../../shared/channel/inbound.ts';
import type { Clock } from '../../shared/clock.ts';
import { tokenOf } from '../../shared/reply/action.ts';
import { viaOf } from './command.ts';
import { type Fields, fieldsOf, idOf, textOf, tsOf } from './payload.ts';
import { spoken } from './spoken.ts';
import { actorOf } from './tenant.ts';

/** What the `callback_id` of our own shortcuts begins with; the command and its parameter follow. */
const ours = 'bellhop:on:';
/** Characters of a message that a command gets: more is seldom what somebody means, and all of it would not fit beside the rest. */
const wordsMax = 900;

/** The `callback_id` of "this command, with a message's words as that parameter". */
export const shortcutId = (command: string, param: string) => `${ours}${command}:${param}`;

export const isShortcut = (id: unknown): id is string => typeof id === 'string' && id.startsWith(ours);

/**
 * A message shortcut of ours (`message_action`) → Inbound; null for any other. It is a pressed command with the message's words filled in, asked aside: nobody else sees the menu. Its key is the
 * `trigger_id`, as with a press, and opens a form for what is missing.
 */
export function shortcutInbound(payload: Fields, clock: Clock): Inbound | null {
  if (payload.type !== 'message_action' || !isShortcut(payload.callback_id)) return null;
  const [command, param] = payload.callback_id.slice(ours.length).split(':');
  const actor = actorOf(payload);
  const conversation = idOf(fieldsOf(payload.channel)?.id);
  const key = idOf(payload.trigger_id);
  if (!command || !param || !actor || !conversation || !key) return null;
  const { tenant, from } = actor;
  const { user } = from;
  const message = fieldsOf(payload.message);
  const words = spoken(textOf(message?.text) ?? '')
    .slice(0, wordsMax)
    .toWellFormed();
  const thread = tsOf(message?.thread_ts);
  return {
    key,
    place: {
      channel: 'slack',
      bot: 'main',
      tenant,
      conversation,
      user,
      aside: true,
      ...(thread === undefined ? undefined : { thread }),
      ...viaOf(payload.response_url, clock.now()),
    },
    from,
    said: { kind: 'action', token: tokenOf({ label: '', command, args: words === '' ? {} : { [param]: words } }, '') },
    saidAt: clock.now(),
  };
}
