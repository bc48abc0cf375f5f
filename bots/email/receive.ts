import type { Channel, HttpAnswer, HttpRequest, Received, Route } from '../../shared/channel/channel.ts';
import { isSame } from '../../shared/channel/same.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Store } from '../../shared/store/store.ts';
import { keepFiles } from './files.ts';
import { inboundOf } from './inbound.ts';
import { emailLimits } from './limits.ts';
import type { EmailConfig } from './settings.ts';

export const webhookPath = '/email/webhook';
export const emailRoutes: readonly Route[] = [{ method: 'POST', path: webhookPath, types: ['message/rfc822'] }];

/** Whoever brings mail keeps it and comes again, as mail servers do. */
export const busy: Channel['busy'] = () => ({ status: 503, headers: { 'retry-after': String(emailLimits.busySeconds) } });

export interface ReceiveOptions extends EmailConfig {
  readonly clock: Clock;
  /** Where files are kept. */
  readonly store: Store | undefined;
}

/** The webhook's way in, which is closed without a token of ours: the token, and then a message as it came, with what our own mail server found out about it. Synchronous, and loads nothing but itself. */
export function emailReceive({ token = '', clock, store, ...config }: ReceiveOptions): (request: HttpRequest) => Received {
  return ({ headers, body }) => {
    const said = tokenIn(headers.authorization);
    if (said === null) return missing;
    if (token === '' || !isSame(said, token)) return wrong;
    const arrived = inboundOf(body, config, clock.now());
    if (arrived === 'malformed') return malformed;
    if (arrived === null) return { kind: 'nothing', ack: ok };
    const { inbound, attachments } = arrived;
    const { files } = inbound;
    return { kind: 'inbound', inbound: [inbound], ack: ok, ...(files && store ? { before: () => keepFiles(attachments, files, store, clock) } : {}) };
  };
}

/** `Bearer TOKEN`, or the password of `Basic`, for who can only write it into an address. */
function tokenIn(header: string | undefined): string | null {
  const [, scheme = '', value = ''] = /^(bearer|basic) +(\S{1,400})$/i.exec(header ?? '') ?? [];
  if (scheme === '') return null;
  if (scheme.toLowerCase() === 'bearer') return value;
  const pair = Buffer.from(value, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}

const ok: HttpAnswer = { status: 200 };

const refused = (status: number, reason: string, message: string, hint: string): Received => ({
  kind: 'refused',
  reason,
  ack: { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ error: { code: reason, message, hint } }) },
});

const missing = refused(401, 'token_missing', 'This request has no token.', 'Send the header authorization: Bearer, and EMAIL_WEBHOOK_TOKEN.');
const wrong = refused(401, 'token_wrong', 'This is another token.', 'Send EMAIL_WEBHOOK_TOKEN as it is set here.');
const malformed = refused(400, 'malformed', 'This is no message of one sender.', 'Send the message as it came, with all of its head.');
