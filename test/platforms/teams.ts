import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Env, HttpRequest } from '../../shared/channel/channel.ts';
import { type Issuer, issuer, publicIssuer, type TokenParts } from './teams/issuer.ts';
import { type CallKind, type Misbehaviour, misbehave, misbehaviours } from './teams/misbehave.ts';
import { activityProblem } from './teams/outgoing.ts';
import { rates } from './teams/rates.ts';
import { type Says, says, tenantId } from './teams/says.ts';

/** A call that came in, and what it was answered with; 0: it was left without an answer. */
export interface TeamsCall {
  readonly kind: CallKind;
  readonly conversation?: string;
  /** The activity that is replied to or replaced. */
  readonly target?: string;
  /** For its recipient alone. */
  readonly isTargeted?: true;
  readonly body?: unknown;
  status: number;
  /** Which documented limit it broke. */
  problem?: string;
}

/** Microsoft's side of Teams on loopback: keys, tokens and the Bot Connector, which checks each call against the documented limits. */
export interface TeamsPlatform {
  readonly url: string;
  /** The settings that point Bellhop here. */
  readonly env: Env;
  readonly appId: string;
  readonly serviceUrl: string;
  /** All calls, oldest first. */
  readonly calls: readonly TeamsCall[];
  of(kind: CallKind): readonly TeamsCall[];
  /** What it would see on the wire: POST /api/messages with a token. Bytes go as they are. */
  request(activity: unknown, parts?: TokenParts): HttpRequest;
  readonly says: Says;
  readonly issuer: Issuer;
  misbehave(misbehaviour: Misbehaviour): void;
  /** A token that it takes for an hour, without being asked for one. */
  bearer(): string;
  /** People and conversations that don't take messages: 403 with this code. */
  readonly blocked: Map<string, string>;
  /** Pictures in messages, by their path: for who has a token. */
  readonly pictures: Map<string, string>;
  close(): Promise<void>;
}

/** Starts it. `now`: the time its rates and tokens go by. */
export async function startTeams({
  now = Date.now,
  appId = '0f0f0f0f-1111-4222-8333-444444444444',
}: {
  now?: () => number;
  appId?: string;
} = {}): Promise<TeamsPlatform> {
  const password = `the-app-password-of-${appId}`;
  const calls: TeamsCall[] = [];
  const faults = misbehaviours();
  const counted = rates(now);
  const blocked = new Map<string, string>();
  const pictures = new Map<string, string>();
  /** Which conversation each of our messages stands in. */
  const activities = new Map<string, string>();
  const bearers = new Map<string, number>();
  let made = 0;

  const server = createServer((request, response) => {
    bodyOf(request).then(
      (body) => answer(request, body, response),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const serviceUrl = `${url}/emea/`;
  const keys = issuer(appId, serviceUrl, now);

  function answer(request: IncomingMessage, body: string, response: ServerResponse): void {
    const route = routeOf(request);
    if (!route) {
      const picture = pictures.get(request.url ?? '');
      const isKnown = bearers.has((request.headers.authorization ?? '').replace(/^Bearer /, ''));
      response.writeHead(picture === undefined ? 404 : isKnown ? 200 : 401).end(isKnown ? picture : undefined);
      return;
    }
    const call: TeamsCall = { ...route, ...(body ? { body: route.kind === 'token' ? body : JSON.parse(body) } : {}), status: 0 };
    calls.push(call);
    const fault = faults.take(route.kind);
    if (typeof fault === 'object') {
      call.status = fault.status;
      misbehave(fault, response, '');
      return;
    }
    const { status, json, retryAfterMs } = reply(route, body, request.headers.authorization);
    if (status >= 400) call.problem = JSON.stringify(json);
    if (fault) {
      misbehave(fault, response, JSON.stringify(json));
      return;
    }
    call.status = status;
    const retryAfter = retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) };
    response.writeHead(status, { 'content-type': 'application/json', ...retryAfter }).end(JSON.stringify(json));
  }

  function reply({ kind, conversation = '', target = '', isTargeted }: Route, body: string, authorization = ''): Reply {
    if (kind === 'metadata') return ok({ issuer: publicIssuer, jwks_uri: `${url}/v1/.well-known/keys` });
    if (kind === 'keys') return ok(keys.keySet());
    if (kind === 'token') return token(new URLSearchParams(body));
    if ((bearers.get(authorization.replace(/^Bearer /, '')) ?? 0) <= now()) return failure(401, 'Unauthorized', 'Invalid or expired bearer token');
    const wait = counted.count(kind === 'create' ? 'create' : (conversation.split(';')[0] ?? ''));
    if (wait > 0) return { ...failure(429, 'TooManyRequests', 'API calls quota exceeded'), retryAfterMs: wait };
    if (kind === 'create') return create(JSON.parse(body));
    const reason = blocked.get(conversation);
    if (reason) return failure(reason.endsWith('NotFound') ? 404 : 403, reason, 'not here');
    const problem = activityProblem(body);
    if (problem) return failure(problem.status, problem.code, problem.message);
    if (kind === 'update') {
      return activities.get(target) === conversation ? ok({ id: target }) : failure(404, 'ActivityNotFoundInConversation', 'no such activity');
    }
    if (isTargeted && blocked.has('targeted')) return failure(400, 'BadArgument', 'targeted messages are not on');
    if (isTargeted && !JSON.parse(body).recipient?.id) return failure(400, 'BadArgument', 'whom?');
    const id = String(1_700_000_000_000 + ++made);
    activities.set(id, conversation);
    return { status: 201, json: { id } };
  }

  function token(form: URLSearchParams): Reply {
    const refuse = (error: string, text: string) => ({ status: error === 'invalid_client' ? 401 : 400, json: { error, error_description: text } });
    if (form.get('grant_type') !== 'client_credentials') return refuse('unsupported_grant_type', 'AADSTS70003: unsupported grant type');
    if (form.get('client_id') !== appId) return refuse('unauthorized_client', 'AADSTS700016: Application not found in the directory');
    if (form.get('client_secret') !== password) return refuse('invalid_client', 'AADSTS7000215: Invalid client secret provided');
    if (form.get('scope') !== 'https://api.botframework.com/.default') return refuse('invalid_scope', 'AADSTS70011: invalid scope');
    return ok({ token_type: 'Bearer', expires_in: 3_599, access_token: newBearer() });
  }

  function newBearer(): string {
    const bearer = `bearer-${++made}`;
    bearers.set(bearer, now() + 3_599_000);
    return bearer;
  }

  function create(wanted: { bot?: { id?: string }; members?: { id?: string }[]; tenantId?: string; isGroup?: boolean }): Reply {
    const member = wanted.members?.[0]?.id;
    if (!member || wanted.members?.length !== 1 || wanted.isGroup) return failure(400, 'BadArgument', 'one member is needed');
    if (!wanted.tenantId || wanted.bot?.id !== `28:${appId}`) return failure(400, 'BadArgument', 'tenantId and bot are needed');
    const reason = blocked.get(member);
    return reason ? failure(403, reason, 'not here') : { status: 201, json: { id: `a:direct-${member}` } };
  }

  return {
    url,
    appId,
    serviceUrl,
    env: {
      TEAMS_APP_ID: appId,
      TEAMS_APP_PASSWORD: password,
      TEAMS_TENANT_ID: tenantId,
      TEAMS_OPENID_METADATA_URL: `${url}/v1/.well-known/openidconfiguration`,
      TEAMS_TOKEN_URL: `${url}/${tenantId}/oauth2/v2.0/token`,
      TEAMS_SERVICE_URLS: url,
    },
    calls,
    of: (kind) => calls.filter((call) => call.kind === kind),
    request: (activity, parts) => ({
      method: 'POST',
      path: '/api/messages',
      query: '',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${keys.token(parts)}` },
      body: Buffer.isBuffer(activity) ? activity : Buffer.from(JSON.stringify(activity)),
    }),
    says: says(appId, serviceUrl, now),
    issuer: keys,
    misbehave: faults.add,
    bearer: newBearer,
    blocked,
    pictures,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

interface Route {
  readonly kind: CallKind;
  /** For its recipient alone. */
  readonly isTargeted?: true;
  readonly conversation?: string;
  readonly target?: string;
}

interface Reply {
  readonly status: number;
  readonly json: object;
  readonly retryAfterMs?: number;
}

const ok = (json: object): Reply => ({ status: 200, json });
const failure = (status: number, code: string, message: string): Reply => ({ status, json: { error: { code, message } } });

function routeOf({ method, url = '' }: IncomingMessage): Route | null {
  const { pathname, search } = new URL(url, 'http://teams');
  if (method === 'GET' && pathname === '/v1/.well-known/openidconfiguration') return { kind: 'metadata' };
  if (method === 'GET' && pathname === '/v1/.well-known/keys') return { kind: 'keys' };
  if (method === 'POST' && pathname === `/${tenantId}/oauth2/v2.0/token`) return { kind: 'token' };
  const [, conversation, activities, target] = /^\/emea\/v3\/conversations(?:\/([^/]+)(\/activities)(?:\/([^/]+))?)?\/?$/.exec(pathname) ?? [null];
  if (method === 'POST' && pathname.startsWith('/emea/v3/conversations') && conversation === undefined) return { kind: 'create' };
  if (!conversation || !activities) return null;
  const place = {
    conversation: decodeURIComponent(conversation),
    ...(target ? { target: decodeURIComponent(target) } : {}),
    ...(search === '?isTargetedActivity=true' ? { isTargeted: true as const } : {}),
  };
  if (method === 'PUT' && target) return { kind: 'update', ...place };
  return method === 'POST' ? { kind: target ? 'reply' : 'send', ...place } : null;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
