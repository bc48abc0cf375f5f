import type { HttpAnswer, Receive, Received } from '../../shared/channel/channel.ts';
import type { Inbound, Said } from '../../shared/channel/inbound.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Door } from './door.ts';

/** Where the page posts what its person says. */
export const sayPath = '/simulator/say';

/** Characters of what is said; longer ones are refused, not cut. */
const textMax = 4_000;
const tokenMax = 8_192;

/**
 * `{ id, conversation, text | token, message?, timeZone?, locale? }` → what was said; `message`: the entry that has the pressed button. `id` is the page's own for this one saying, so that a repeated POST is one
 * command. Only from the pages themselves, and from those who may use them.
 */
export function webReceive({ door, clock }: { readonly door: Pick<Door, 'refuses'>; readonly clock: Clock }): Receive {
  return (request) => {
    const refusal = door.refuses(request);
    if (refusal === 'signed_out') return refused(401, refusal, 'Sign in with the link that the server printed.');
    if (refusal !== null) return refused(403, refusal, 'Only the page itself may post here.');
    const said = saidIn(request.body);
    if (!said) {
      return refused(400, 'malformed', 'Expected JSON with id, conversation, and text or token.');
    }
    const { id, conversation, what, message, timeZone, locale } = said;
    const { place, from } = whoIsAt(conversation);
    return {
      kind: 'inbound',
      inbound: [
        {
          key: id,
          place: message === undefined ? place : { ...place, message },
          from,
          said: what,
          ...(locale === undefined ? {} : { locale }),
          ...(timeZone === undefined ? {} : { timeZone }),
          saidAt: clock.now(),
        },
      ],
      ack: { status: 202, headers: { 'content-type': 'application/json' }, body: '{"accepted":true}' },
    };
  };
}

/** Who speaks and is spoken to in a page's conversation: whoever may use the pages is one person. */
export function whoIsAt(conversation: string): Pick<Inbound, 'place' | 'from'> {
  return { place: { channel: 'web', bot: 'main', tenant: 'local', conversation, direct: true }, from: { user: 'owner' } };
}

/** The page tells its person, and keeps what they typed. */
export const busy: HttpAnswer = errorAnswer(503, 'busy', 'Too much is waiting right now. Try again in a minute.', { 'retry-after': '60' });

interface Saying {
  readonly id: string;
  readonly conversation: string;
  readonly what: Said;
  readonly message: string | undefined;
  readonly timeZone: string | undefined;
  readonly locale: string | undefined;
}

function saidIn(body: Buffer): Saying | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString());
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null) return null;
  const { id, conversation, text, token, message, timeZone, locale }: Record<string, unknown> = { ...parsed };
  if (!isName(id) || !isName(conversation)) return null;
  const zone = typeof timeZone === 'string' && timeZone.length <= 60 ? timeZone : undefined;
  const language = typeof locale === 'string' && /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i.test(locale) ? locale : undefined;
  const under = isEntry(message) ? message : undefined;
  const saying = (what: Said): Saying => ({ id, conversation, what, message: under, timeZone: zone, locale: language });
  if (typeof text === 'string' && text.trim() !== '' && text.length <= textMax) return saying({ kind: 'text', text: text.toWellFormed() });
  if (typeof token === 'string' && token !== '' && token.length <= tokenMax) return saying({ kind: 'action', token });
  return null;
}

/** As the feed calls its entries. */
const isEntry = (value: unknown): value is string => typeof value === 'string' && /^[a-z0-9]{1,16}\.\d{1,10}$/.test(value);

const isName = (value: unknown): value is string => typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value);

function refused(status: number, reason: string, message: string): Received {
  return { kind: 'refused', reason, ack: errorAnswer(status, reason, message) };
}

function errorAnswer(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ error: { code, message } }) };
}
