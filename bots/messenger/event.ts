import { hash } from 'node:crypto';
import type { Inbound, Said, SentFile } from '../../shared/channel/inbound.ts';
import { filesOf } from './attached.ts';
import { type Fields, isFields, isId } from './fields.ts';
import { messengerLimits } from './limits.ts';

/** The payload of the button that begins a conversation: no action's token looks like this. */
export const getStarted = '|get-started';

/**
 * One event of a Page: what a person wrote or pressed. Null for everything else: our own messages coming back (`is_echo`), what was delivered, read or reacted to, stickers. Never throws, whatever the value. `now`: for an event that doesn't tell when it was.
 */
export function inboundOf(event: unknown, page: unknown, now: number): Inbound | null {
  if (!isFields(event) || !isFields(event.sender) || !isId(page)) return null;
  const user = event.sender.id;
  if (!isId(user) || user === page) return null;
  const what = isFields(event.message) ? wroteIn(event.message) : isFields(event.postback) ? pressedIn(event.postback) : null;
  if (!what) return null;
  const { said, mid, files = [] } = what;
  const saidAt = instant(event.timestamp, now);
  return {
    key: mid ?? unnamed(user, event.timestamp, said),
    place: {
      channel: 'messenger',
      bot: 'main',
      tenant: page,
      conversation: user,
      direct: true,
      user,
      ...(mid === undefined ? {} : { message: mid }),
    },
    from: { user },
    said,
    ...(files.length > 0 ? { files } : {}),
    saidAt,
  };
}

interface What {
  readonly said: Said;
  /** The platform's name for the message, the same each time it is told. */
  readonly mid: string | undefined;
  readonly files?: readonly SentFile[];
}

function wroteIn(message: Fields): What | null {
  const { is_echo, mid, text = '', quick_reply } = message;
  if (is_echo !== undefined && is_echo !== false) return null;
  const token = isFields(quick_reply) ? tokenIn(quick_reply.payload) : null;
  if (token !== null) return { said: { kind: 'action', token }, mid: midOf(mid) };
  if (typeof text !== 'string') return null;
  const words = text.slice(0, messengerLimits.said).trim().replace(/^\//, '');
  const files = filesOf(message);
  return words === '' && files.length === 0 ? null : { said: { kind: 'text', text: words }, mid: midOf(mid), files };
}

function pressedIn({ payload, mid }: Fields): What | null {
  if (payload === getStarted) return { said: { kind: 'event', event: 'welcome' }, mid: midOf(mid) };
  const token = tokenIn(payload);
  return token === null ? null : { said: { kind: 'action', token }, mid: midOf(mid) };
}

const tokenIn = (payload: unknown) => (typeof payload === 'string' && payload !== '' && payload.length <= messengerLimits.payload ? payload : null);

const midOf = (mid: unknown) => (typeof mid === 'string' && mid !== '' && mid.length <= 500 && mid.isWellFormed() ? mid : undefined);

/** What older buttons send has no name of its own: who, when and what are the same each time it is told. */
function unnamed(user: string, timestamp: unknown, said: Said): string {
  return `${user}:${typeof timestamp === 'number' ? timestamp : ''}:${hash('sha256', JSON.stringify(said), 'base64url')}`;
}

/** Messenger tells milliseconds. */
const instant = (ms: unknown, otherwise: number) => (typeof ms === 'number' && ms > 0 && ms < 8.64e15 ? Math.trunc(ms) : otherwise);
