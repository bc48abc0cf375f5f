import type { Channel, HttpAnswer, HttpRequest, Received, Route } from '../../shared/channel/channel.ts';
import type { Inbound, Place } from '../../shared/channel/inbound.ts';
import type { Clock } from '../../shared/clock.ts';
import { filesOf } from './attached.ts';
import { callsPath, pressed } from './calls.ts';
import { undeliveredBy } from './undelivered.ts';
import { type Doubt, verifier } from './verify.ts';
import { saidBy } from './words.ts';

export const webhookPath = '/sms/webhook';
const types = ['application/x-www-form-urlencoded'];
export const smsRoutes: readonly Route[] = [
  { method: 'POST', path: webhookPath, types },
  { method: 'POST', path: callsPath, types, named: true },
];

export interface ReceiveOptions {
  readonly authToken: string;
  readonly accountSid: string;
  readonly from: string;
  /** Where Twilio calls us: it signs that. */
  readonly address: string;
  readonly clock: Clock;
}

const twiml = (inner: string): HttpAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><Response>${inner}</Response>`,
});
/** The answers come by themselves, once they are there. */
const taken = twiml('');
const nothing: Received = { kind: 'nothing', ack: taken };

/** Twilio tells a message once, unless its address asks for more (`#rc=`): so the person hears of it in the answer. */
export const busy: Channel['busy'] = () => twiml('<Message>Too much is asked of me just now. Please send that again in a minute.</Message>');

/** The webhook's way in: the signature, which covers every field, and then what is said. Synchronous, and loads nothing but itself. */
export function smsReceive({ authToken, accountSid, from, address, clock }: ReceiveOptions): (request: HttpRequest) => Received {
  const verify = verifier(authToken, address);
  const verifyCall = verifier(authToken, address.replace(webhookPath, callsPath));

  return ({ path, query, headers, body }) => {
    const fields = new URLSearchParams(body.toString());
    const isCall = path.startsWith(callsPath);
    const doubt = (isCall ? verifyCall : verify)(headers['x-twilio-signature'], query, fields);
    if (doubt !== null) return doubts[doubt];
    if (isCall) return pressed(query, fields, accountSid, clock.now());
    const status = fields.get('MessageStatus');
    if (status !== null) return { kind: 'nothing', ack: taken, ...undeliveredBy(status, fields) };
    const sid = fields.get('MessageSid') ?? '';
    if (!/^[A-Z]{2}[0-9a-f]{32}$/.test(sid)) return malformed;
    const inbound = inboundOf(fields, sid);
    return inbound ? { kind: 'inbound', inbound: [inbound], ack: taken } : nothing;
  };

  /** Null for what has neither words nor files, and for what no person writes: our own number, short codes and names, which send to many. */
  function inboundOf(fields: URLSearchParams, sid: string): Inbound | null {
    const user = fields.get('From') ?? '';
    const files = filesOf(fields);
    const said = saidBy(fields.get('Body') ?? '', fields.get('OptOutType')) ?? (files.length > 0 ? { kind: 'text' as const, text: '' } : null);
    if (said === null || user === from || !isNumber(user)) return null;
    return {
      key: sid,
      place: { channel: 'sms', bot: 'main', tenant: accountSid, conversation: user, direct: true, user, message: sid },
      from: { user },
      said,
      ...(files.length > 0 ? { files } : {}),
      saidAt: clock.now(),
    };
  }
}

/** Where a number is told something; spaces and the like in it are none of it. */
export function addressed(to: string, tenant: string): Place | null {
  const user = to.replace(/[\s()/-]/g, '');
  return isNumber(user) ? { channel: 'sms', bot: 'main', tenant, conversation: user, direct: true, user } : null;
}

/** E.164. */
const isNumber = (text: string) => /^\+[1-9]\d{6,14}$/.test(text);

const refused = (status: number, reason: string, message: string, hint: string): Received => ({
  kind: 'refused',
  reason,
  ack: { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ error: { code: reason, message, hint } }) },
});

const doubts: Readonly<Record<NonNullable<Doubt>, Received>> = {
  signature_missing: refused(401, 'signature_missing', 'This request is not signed by Twilio.', 'Only Twilio may call this address.'),
  signature_wrong: refused(
    401,
    'signature_wrong',
    'The signature does not fit.',
    'Check TWILIO_AUTH_TOKEN, and that BELLHOP_URL begins the very address that is set at Twilio.',
  ),
};

const malformed = refused(400, 'malformed', 'Signed, but not understood.', 'Twilio sends a MessageSid.');
