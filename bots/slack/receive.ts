import type { HttpAnswer, HttpRequest, Receive, Received, Route } from '../../shared/channel/channel.ts';
import type { Clock } from '../../shared/clock.ts';
import { commandInbound } from './command.ts';
import { eventInbound } from './event.ts';
import { formOf } from './form.ts';
import { interactionInbounds } from './interaction.ts';
import { type Fields, fieldsOf } from './payload.ts';
import { type Doubt, verifier } from './verify.ts';

const form = ['application/x-www-form-urlencoded'];

/** Where people install the app in a workspace of theirs, and where Slack sends them back. */
export const installPath = '/slack/install';
export const callbackPath = '/slack/oauth';

export const slackRoutes: readonly Route[] = [
  { method: 'POST', path: '/slack/events', types: ['application/json'] },
  { method: 'POST', path: '/slack/commands', types: form },
  { method: 'POST', path: '/slack/interactions', types: form },
  { method: 'GET', path: installPath, page: true },
  { method: 'GET', path: callbackPath, page: true },
];

export interface ReceiveParts {
  readonly signingSecret: string;
  readonly clock: Clock;
  /** Many workspaces may install the app: their people's own way in, and what Slack tells of the app itself. */
  readonly installing?: Installing;
}

export interface Installing {
  readonly page?: (request: HttpRequest) => Promise<Received>;
  /** Reads an `event_callback`; null when it tells nothing of the app. */
  readonly gone: (callback: Fields) => Promise<Received> | null;
}

/** Verifies and reads what Slack sends to the routes above. Synchronous but for installations; loads no SDK. Each is acknowledged with an empty 200, within Slack's 3 s. */
export function slackReceive({ signingSecret, clock, installing }: ReceiveParts): Receive {
  const verify = verifier(signingSecret, clock);
  return (request): Received | Promise<Received> => {
    if (request.method === 'GET') return installing?.page?.(request) ?? notInstalled;
    const doubt = verify(request.headers, request.body);
    if (doubt !== null) return doubts[doubt];
    switch (request.path) {
      case '/slack/commands':
        return receiveCommand(request, clock);
      case '/slack/interactions':
        return receiveInteraction(request, clock);
      default:
        return receiveEvent(request, clock, installing);
    }
  };
}

function receiveCommand({ body }: HttpRequest, clock: Clock): Received {
  const sent = formOf(body);
  if (!sent) return malformed;
  if (sent.ssl_check === '1') return nothing;
  const inbound = commandInbound(sent, clock);
  return inbound ? { kind: 'inbound', inbound: [inbound], ack: ok } : malformed;
}

function receiveInteraction({ body }: HttpRequest, clock: Clock): Received {
  const sent = formOf(body);
  if (sent?.ssl_check === '1') return nothing;
  const payload = fieldsOf(jsonOf(sent?.payload));
  if (!payload) return malformed;
  const inbound = interactionInbounds(payload, clock);
  return inbound.length > 0 ? { kind: 'inbound', inbound, ack: ok } : nothing;
}

function receiveEvent({ body }: HttpRequest, clock: Clock, installing: Installing | undefined): Received | Promise<Received> {
  const sent = fieldsOf(jsonOf(body.toString()));
  if (!sent) return malformed;
  if (sent.type === 'url_verification') return handshake(sent.challenge);
  if (sent.type !== 'event_callback') return nothing;
  const inbound = eventInbound(sent, clock);
  return inbound ? { kind: 'inbound', inbound: [inbound], ack: ok } : (installing?.gone(sent) ?? nothing);
}

/** Slack checks a new address by asking it to say a word (Slack: url_verification). It is signed like the rest, so only Slack gets its echo. */
function handshake(challenge: unknown): Received {
  if (typeof challenge !== 'string' || challenge.length > 1_000) return malformed;
  return { kind: 'nothing', ack: { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ challenge }) } };
}

function jsonOf(text: string | undefined): unknown {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const ok: HttpAnswer = { status: 200 };
const nothing: Received = { kind: 'nothing', ack: ok };

const refused = (status: number, reason: string, message: string, hint: string, headers?: Record<string, string>): Received => ({
  kind: 'refused',
  reason,
  ack: { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ error: { code: reason, message, hint } }) },
});

const doubts: Readonly<Record<NonNullable<Doubt>, Received>> = {
  signature_missing: refused(401, 'signature_missing', 'This request is not signed by Slack.', 'Only Slack may call this address.'),
  signature_stale: refused(401, 'signature_stale', 'This request was signed too long ago, or in the future.', "Check this machine's clock."),
  signature_wrong: refused(
    401,
    'signature_wrong',
    'The signature does not fit.',
    "Check that SLACK_SIGNING_SECRET is the one under the Slack app's Basic Information.",
  ),
};

const notInstalled = refused(
  404,
  'one_workspace',
  'This Bellhop is for one Slack workspace alone.',
  'To let others install it set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET: docs/connect.md.',
);

/** Slack would send it again just so: `X-Slack-No-Retry` spares both sides that (Slack: Events API). */
const malformed = refused(400, 'malformed', 'Signed, but not understood.', 'See what Slack sent in the app settings under Event Subscriptions.', {
  'x-slack-no-retry': '1',
});
