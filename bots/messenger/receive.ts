import type { Channel, HttpAnswer, HttpRequest, Received, Route } from '../../shared/channel/channel.ts';
import type { Inbound } from '../../shared/channel/inbound.ts';
import { isSame } from '../../shared/channel/same.ts';
import type { Clock } from '../../shared/clock.ts';
import { inboundOf } from './event.ts';
import { isFields, listOf } from './fields.ts';
import { messengerLimits } from './limits.ts';
import { type Doubt, verifier } from './verify.ts';

export const webhookPath = '/messenger/webhook';
export const messengerRoutes: readonly Route[] = [
  { method: 'POST', path: webhookPath, types: ['application/json'] },
  { method: 'GET', path: webhookPath },
];

export interface ReceiveOptions {
  readonly appSecret: string;
  readonly verifyToken: string;
  readonly clock: Clock;
}

/** Meta repeats the whole POST; what of it was kept already is known by its keys. */
export const busy: Channel['busy'] = () => ({ status: 503, headers: { 'retry-after': String(messengerLimits.busySeconds) } });

/** The webhook's way in: the handshake, or the signature and then a bounded parse. Synchronous, and loads nothing but itself. */
export function messengerReceive({ appSecret, verifyToken, clock }: ReceiveOptions): (request: HttpRequest) => Received {
  const verify = verifier(appSecret);

  return ({ method, query, headers, body }) => {
    if (method === 'GET') return handshake(query, verifyToken);
    const doubt = verify(headers['x-hub-signature-256'], body);
    if (doubt !== null) return doubts[doubt];
    let sent: unknown;
    try {
      sent = JSON.parse(body.toString());
    } catch {
      return malformed;
    }
    if (!isFields(sent) || Array.isArray(sent)) return malformed;
    // An app may also be told of other things than Pages.
    const inbound = sent.object === 'page' ? inboundsIn(sent.entry, clock) : [];
    return inbound.length > 0 ? { kind: 'inbound', inbound, ack: ok } : nothing;
  };
}

/** One POST holds an entry for each of several Pages, each with several events; what another app answers at the moment stands in `standby`, and isn't for us. */
function inboundsIn(entries: unknown, clock: Clock): Inbound[] {
  return listOf(entries).flatMap((entry) =>
    isFields(entry) ? listOf(entry.messaging).flatMap((event) => inboundOf(event, entry.id, clock.now()) ?? []) : [],
  );
}

/** Meta checks a new address by asking it to say a word back to who knows our own (Webhooks: Verification Requests). */
function handshake(query: string, verifyToken: string): Received {
  const asked = new URLSearchParams(query);
  const challenge = asked.get('hub.challenge') ?? '';
  if (asked.get('hub.mode') !== 'subscribe' || !isSame(asked.get('hub.verify_token') ?? '', verifyToken)) return doubts.verify_token;
  // Digits, as Meta sends them; nothing that a browser could take for a page.
  if (!/^[\w.-]{1,200}$/.test(challenge)) return doubts.verify_token;
  return { kind: 'nothing', ack: { status: 200, headers: { 'content-type': 'text/plain' }, body: challenge } };
}

const ok: HttpAnswer = { status: 200 };
const nothing: Received = { kind: 'nothing', ack: ok };

const refused = (status: number, reason: string, message: string, hint: string): Received => ({
  kind: 'refused',
  reason,
  ack: { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ error: { code: reason, message, hint } }) },
});

const doubts: Readonly<Record<NonNullable<Doubt> | 'verify_token', Received>> = {
  signature_missing: refused(401, 'signature_missing', 'This request is not signed by Meta.', 'Only Meta may call this address.'),
  signature_wrong: refused(
    401,
    'signature_wrong',
    'The signature does not fit.',
    'Check that MESSENGER_APP_SECRET is the App Secret under App settings, Basic, of the Meta app.',
  ),
  verify_token: refused(403, 'verify_token', 'This is not the handshake of a webhook.', 'Give Meta the MESSENGER_VERIFY_TOKEN as its verify token.'),
};

const malformed = refused(400, 'malformed', 'Signed, but not understood.', 'Messenger sends an object in JSON.');
