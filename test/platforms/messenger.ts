import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Env, HttpRequest } from '../../shared/channel/channel.ts';
import { contentProblem, profileProblem } from './messenger/content.ts';
import { graphError } from './messenger/errors.ts';
import { type Misbehaviour, misbehave } from './messenger/misbehave.ts';
import { ada, metaJson, otherPage, page, type Says, says, type Told, told } from './messenger/says.ts';
import { formIn, isMultipart } from './multipart.ts';
import { post } from './post.ts';

export { ada, otherPage, page, type Told, told } from './messenger/says.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A call that came in, and what it was answered; 0: it was left without an answer. */
export interface MessengerCall {
  readonly method: string;
  /** Below the version: `me/messenger_profile`. */
  readonly path: string;
  readonly body: Fields;
  status: number;
  /** Why it was refused, or how it went wrong. */
  problem?: string;
}

/** Messenger on loopback: the Graph API, which checks each call against the documented limits and refuses as Meta does. */
export interface MessengerPlatform {
  readonly url: string;
  /** The settings that point Bellhop here. */
  readonly env: Readonly<Record<'MESSENGER_APP_SECRET' | 'MESSENGER_VERIFY_TOKEN' | 'MESSENGER_PAGE_TOKEN' | 'MESSENGER_GRAPH_URL', string>>;
  /** All calls, oldest first. */
  readonly calls: readonly MessengerCall[];
  /** What people were sent and have got, oldest first. */
  sent(user?: string): readonly Fields[];
  /** What people do; whoever does something has opened their 24 hours. */
  readonly says: Says;
  /** The signature of any bytes. */
  sign(body: Buffer): Readonly<Record<string, string>>;
  /** One POST with these events. */
  request(...events: readonly Told[]): HttpRequest;
  /** Sends them to Bellhop's address (its origin); resolves to its status. */
  deliver(origin: string, ...events: readonly Told[]): Promise<number>;
  /** Asks that address for the handshake. */
  shake(origin: string, token?: string): Promise<{ readonly status: number; readonly body: string }>;
  /** What was set. */
  profile(): Fields;
  /** Fields that the Page tells the app. */
  readonly subscribed: Set<string>;
  /** Addresses that Messenger can't fetch pictures from. */
  readonly badPictures: Set<string>;
  /** What people sent lies at `${url}/files/NAME`. */
  readonly files: Map<string, string>;
  /** People who have blocked the Page. */
  readonly gone: Set<string>;
  misbehave(misbehaviour: Misbehaviour): void;
  heal(): void;
  close(): Promise<void>;
}

const windowMs = 24 * 3_600_000;

/** Starts it. */
export async function startMessenger({ now = Date.now }: { readonly now?: () => number } = {}): Promise<MessengerPlatform> {
  const env = {
    MESSENGER_APP_SECRET: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
    MESSENGER_VERIFY_TOKEN: 'stand-in-verify',
    MESSENGER_PAGE_TOKEN: 'EAAstandin',
  };
  const proofOf = (token: string) => createHmac('sha256', env.MESSENGER_APP_SECRET).update(token).digest('hex');
  const tokens: Readonly<Record<string, { readonly id: string; readonly name: string }>> = {
    [env.MESSENGER_PAGE_TOKEN]: page,
    [otherPage.token]: otherPage,
  };
  const calls: MessengerCall[] = [];
  const wrongs: Misbehaviour[] = [];
  const wrote = new Map<string, number>();
  const subscribed = new Set<string>();
  const badPictures = new Set<string>();
  const files = new Map<string, string>();
  const gone = new Set<string>();
  let profile: Fields = {};
  let count = 0;

  const server = createServer((request, response) => {
    bodyOf(request)
      .then((body) => fieldsOf(request, body))
      .then(
        (body) => serve(request, body, response),
        () => response.destroy(),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function serve({ method = '', url: address = '', headers }: IncomingMessage, body: Fields, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(address, url);
    const file = files.get(pathname.replace('/files/', ''));
    if (file !== undefined) return void response.writeHead(headers.authorization ? 400 : 200).end(file);
    const [, version, path = ''] = /^\/(v\d+\.\d)\/(.+)$/.exec(pathname) ?? [];
    const call: MessengerCall = { method, path, body, status: 0 };
    calls.push(call);
    // What is asked of a person on the way is none of what a test has go wrong.
    const wrong = /^\d+$/.test(path) ? undefined : wrongs.shift();
    if (wrong) {
      call.problem = wrong.kind;
      call.status = misbehave(wrong, response);
      return;
    }
    const answer = answerTo(method, path, body, searchParams, { version, bearer: headers.authorization });
    if ('error' in answer) call.problem = answer.error.message;
    call.status = 'error' in answer ? 400 : 200;
    response.writeHead(call.status, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(answer));
  }

  function answerTo(
    method: string,
    path: string,
    body: Fields,
    query: URLSearchParams,
    { version, bearer }: { version: string | undefined; bearer: string | undefined },
  ) {
    if (version === undefined) return graphError(2_500, 'An unknown path components');
    const token = (bearer ?? '').replace(/^Bearer /, '');
    const own = tokens[token];
    if (!own) return graphError(190, 'Invalid OAuth access token - Cannot parse access token');
    if (query.get('appsecret_proof') !== proofOf(token)) return graphError(100, 'Invalid appsecret_proof provided in the API argument');
    switch (`${method} ${path}`) {
      case 'GET me':
        return { id: own.id, name: own.name };
      case 'GET me/subscribed_apps':
        return { data: subscribed.size === 0 ? [] : [{ id: '151', name: 'Bellhop', subscribed_fields: [...subscribed] }] };
      case 'POST me/subscribed_apps':
        for (const field of String(body.subscribed_fields).split(',')) subscribed.add(field);
        return { success: true };
      case 'POST me/messenger_profile': {
        const problem = profileProblem(body);
        if (problem) return graphError(100, `(#100) ${problem}`);
        profile = { ...profile, ...body };
        return { result: 'success' };
      }
      case 'GET me/messenger_profile': {
        const asked = String(query.get('fields')).split(',');
        const found = Object.fromEntries(Object.entries(profile).filter(([field]) => asked.includes(field)));
        return { data: Object.keys(found).length === 0 ? [] : [found] };
      }
      case 'DELETE me/messenger_profile': {
        const taken: unknown = JSON.parse(query.get('fields') ?? '[]');
        if (!Array.isArray(taken)) return graphError(100, '(#100) fields must be a list');
        profile = Object.fromEntries(Object.entries(profile).filter(([field]) => !taken.includes(field)));
        return { result: 'success' };
      }
      case `POST ${own.id}/messages`:
        return send(body);
      case `GET ${ada.id}`:
        return { ...ada };
    }
    return /^POST \d+\/messages$/.test(`${method} ${path}`)
      ? graphError(10, '(#10) Application does not have permission for this action', 2_018_300)
      : graphError(100, 'Unsupported request. Object does not exist', 33);
  }

  function send({ recipient, messaging_type: type, message, filedata }: Fields) {
    const user = typeof recipient === 'object' && recipient !== null && 'id' in recipient ? String(recipient.id) : '';
    if (type !== 'RESPONSE' && type !== 'UPDATE') return graphError(100, '(#100) Param messaging_type must be one of {RESPONSE, UPDATE, UTILITY}');
    const problem = contentProblem(message, filedata);
    if (problem) return graphError(100, `(#100) ${problem}`);
    const last = wrote.get(user);
    if (last === undefined) return graphError(100, '(#100) No matching user found', 2_018_001);
    if (gone.has(user)) return graphError(551, "(#551) This person isn't available right now.", 1_545_041);
    if (now() - last > windowMs) return graphError(10, '(#10) This message is sent outside of allowed window.', 2_018_278);
    const picture = JSON.stringify(message).match(/"image","payload":\{"url":"([^"]+)"/)?.[1];
    if (picture !== undefined && badPictures.has(picture)) return graphError(100, '(#100) Failed to fetch the file from the url', 2_018_008);
    return { recipient_id: user, message_id: `m_sent-${++count}` };
  }

  /** Whoever wrote or pressed has opened their 24 hours. */
  const opened =
    <A extends readonly unknown[], E extends { readonly sender: { readonly id: string }; readonly timestamp: number }>(make: (...args: A) => E) =>
    (...args: A): E => {
      const event = make(...args);
      wrote.set(event.sender.id, Math.max(event.timestamp, wrote.get(event.sender.id) ?? 0));
      return event;
    };
  const all = says(now);
  const sign = (body: Buffer) => ({ 'x-hub-signature-256': `sha256=${createHmac('sha256', env.MESSENGER_APP_SECRET).update(body).digest('hex')}` });
  const request = (...events: readonly Told[]): HttpRequest => {
    const body = Buffer.from(metaJson(told(...events)));
    return { method: 'POST', path: '/messenger/webhook', query: '', headers: { 'content-type': 'application/json', ...sign(body) }, body };
  };

  return {
    url,
    env: { ...env, MESSENGER_GRAPH_URL: url },
    calls,
    sent: (user = ada.id) =>
      calls.flatMap(({ path, problem, body }) =>
        path.endsWith('/messages') && problem === undefined && JSON.stringify(body.recipient) === JSON.stringify({ id: user })
          ? [body.message as Fields]
          : [],
      ),
    says: { ...all, message: opened(all.message), files: opened(all.files), quick: opened(all.quick), press: opened(all.press) },
    sign,
    request,
    deliver: (origin, ...events) => post(origin, request(...events)),
    async shake(origin, token = env.MESSENGER_VERIFY_TOKEN) {
      const query = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': '1158201444' });
      const answer = await fetch(new URL(`/messenger/webhook?${query}`, origin));
      return { status: answer.status, body: await answer.text() };
    },
    profile: () => profile,
    subscribed,
    badPictures,
    files,
    gone,
    misbehave: (wrong) => void wrongs.push(...Array.from({ length: wrong.times ?? 1 }, () => wrong)),
    heal: () => void wrongs.splice(0),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  } satisfies MessengerPlatform & { readonly env: Env };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function fieldsOf({ headers }: IncomingMessage, body: Buffer): Promise<Fields> {
  const type = headers['content-type'];
  if (isMultipart(type)) return (await formIn(type, body)) ?? {};
  return body.length === 0 ? {} : JSON.parse(body.toString());
}
