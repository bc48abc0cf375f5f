import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../../shared/clock.ts';
import { uploaded } from './slack/files.ts';
import { refusalOfHome, refusalOfMessage, refusalOfView } from './slack/limits.ts';
import { manifests } from './slack/manifest.ts';
import { answerWrongly, type Misbehaviour, takesEffect } from './slack/misbehave.ts';
import { oauth as startOAuth } from './slack/oauth.ts';
import { counted } from './slack/rates.ts';
import { elsewhere, workspace } from './slack/says.ts';
import { acceptWebSocket, type ServerSocket } from './slack/websocket.ts';

export type { SlackFile } from './slack/files.ts';
export * from './slack/says.ts';

type Fields = Readonly<Record<string, unknown>>;

/** One call that reached the platform, and what it said. */
export interface SlackCall {
  /** `chat.postMessage`, or `response_url`. */
  readonly method: string;
  readonly args: Fields;
  readonly at: number;
  /** The token it was made with. */
  readonly token?: string;
  /** `ok`, Slack's error, or the misbehaviour. */
  readonly outcome: string;
}

/** A modal, as it was opened. */
export type SlackView = Fields & { readonly id: string; readonly hash: string; readonly trigger: string };

/** A message that people see. */
export interface SlackPosted {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly blocks: readonly Fields[];
  readonly thread?: string;
  /** Only they see it. */
  readonly onlyFor?: string;
  readonly by: string;
}

export interface SlackOptions {
  readonly clock?: Clock;
  /** Refuse what comes faster than 1 a second in a channel: each, as Slack may, or only longer bursts, as it does. All pass by default. */
  readonly rates?: 'strict' | 'bursts';
}

/** Slack's side on loopback: Web API, response_url and Socket Mode. It checks each outgoing call against Slack's documents and refuses as Slack does. */
export async function startSlack({ clock = systemClock, rates }: SlackOptions = {}) {
  const signingSecret = '8f742231b10e8888abcd99babe1085a5';
  const botToken = 'xoxb-standin';
  const appToken = 'xapp-standin';
  const calls: SlackCall[] = [];
  const posted: SlackPosted[] = [];
  /** Modals that stand open, in their order. */
  const views: SlackView[] = [];
  /** What stands in each person's Home tab. */
  const homes = new Map<string, Fields>();
  /** What is suggested above the Messages tab of each. */
  const prompts = new Map<string, readonly { readonly title: string; readonly message: string }[]>();
  /** What the app said it was doing, and under which message. */
  const statuses: { readonly channel: string; readonly thread: string; readonly status: string }[] = [];
  /** Triggers that have opened one. */
  const exchanged = new Set<string>();
  const wrongs: Misbehaviour[] = [];
  /** Of one method alone. */
  const wrongsOf = new Map<string, Misbehaviour>();
  const refusals = new Map<string, string>();
  const unfetchable = new Set<string>();
  const isTooFast = rates ? counted(rates, () => clock.now()) : () => false;
  const responseUrls = new Map<string, { uses: number; readonly since: number; readonly channel: string; readonly user: string }>();
  const sockets = new Set<ServerSocket>();
  const acks = new Map<string, { readonly by: ServerSocket; readonly acked: (is: boolean) => void }>();
  /** What came with each acknowledgement, for the person who waits. */
  const acknowledgements: Fields[] = [];
  /** Calls that whoever made them gave up before they were answered. */
  const abandoned: string[] = [];
  const waiting: (() => void)[] = [];
  /** What files hold, by their paths; an address: they lead there. */
  const files = new Map<string, string>();
  let scopes = 'app_mentions:read,assistant:write,chat:write,commands,files:write,im:history,users:read';
  let count = 0;
  let knowsCharts = true;
  const manifest = manifests(workspace.app);
  const oauth = startOAuth(clock);
  const uploads = uploaded(() => url);

  const server = createServer((request, response) => void answer(request, response));
  server.on('upgrade', (request, socket) => {
    const connection = acceptWebSocket(request, socket, {
      text: (text) => {
        const { envelope_id, payload } = JSON.parse(text);
        acknowledgements.push(payload);
        acks.get(envelope_id)?.acked(true);
      },
      closed: () => {
        sockets.delete(connection);
        for (const { by, acked } of [...acks.values()]) if (by === connection) acked(false);
      },
    });
    sockets.add(connection);
    connection.send(JSON.stringify({ type: 'hello', num_connections: sockets.size, connection_info: { app_id: workspace.app } }));
    for (const wake of waiting.splice(0)) wake();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const body = bytes.toString();
    const path = request.url ?? '';
    const file = files.get(path);
    if (file) return void giveFile(file, request, response);
    if (path.startsWith('/upload/')) return void response.writeHead(uploads.take(path, bytes)).end('OK');
    const byAddress = path.startsWith('/response/');
    const method = byAddress ? 'response_url' : path.replace('/api/', '');
    response.on('close', () => response.writableEnded || abandoned.push(method));
    const args = byAddress ? (JSON.parse(body) as Fields) : argsOf(body);
    const wrong = wrongsOf.get(method) ?? wrongs.shift();
    wrongsOf.delete(method);
    const held = wrong && !takesEffect(wrong);
    const said = held ? { ok: true } : byAddress ? respond(path, args) : call(method, args, request.headers.authorization);
    const token = request.headers.authorization?.replace('Bearer ', '');
    calls.push({ method, args, at: clock.now(), ...(token ? { token } : {}), outcome: wrong?.kind ?? (said.ok ? 'ok' : String(said.error)) });
    const json = JSON.stringify(said);
    if (wrong) return answerWrongly(wrong, response, json);
    if (said.error === 'ratelimited') return void response.writeHead(429, { 'retry-after': '1' }).end(json);
    if (byAddress) return void (said.ok ? response.end('ok') : response.writeHead(404, { 'content-type': 'application/json' }).end(json));
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'x-oauth-scopes': scopes }).end(json);
  }

  /** Who may not have it gets a page to sign in, with 200. */
  function giveFile(file: string, request: IncomingMessage, response: ServerResponse): void {
    const { authorization } = request.headers;
    calls.push({
      method: 'file',
      args: {},
      at: clock.now(),
      ...(authorization ? { token: authorization.replace('Bearer ', '') } : {}),
      outcome: 'ok',
    });
    if (file.startsWith('http')) response.writeHead(302, { location: file }).end();
    else response.end(authorization === `Bearer ${botToken}` ? file : '<!DOCTYPE html><html>Sign in</html>');
  }

  function call(method: string, args: Fields, authorization: string | undefined): Fields {
    const ofManifest = manifest.call(method, args, authorization);
    if (ofManifest) return ofManifest;
    const ofOAuth = oauth.call(method, args);
    if (ofOAuth) return ofOAuth;
    const isApp = method === 'apps.connections.open';
    const granted = oauth.placeOf(authorization?.replace('Bearer ', '') ?? '');
    if (granted && 'error' in granted) return { ok: false, error: granted.error };
    if (!granted && authorization !== `Bearer ${isApp ? appToken : botToken}`)
      return { ok: false, error: authorization ? 'invalid_auth' : 'not_authed' };
    switch (method) {
      case 'auth.test':
        return (
          refused('auth.test') ?? {
            ok: true,
            url: 'https://example.slack.com/',
            team: 'Example',
            team_id: workspace.team,
            user: 'bellhop',
            user_id: workspace.bot,
            bot_id: 'B0001',
          }
        );
      case 'apps.connections.open':
        return { ok: true, url: `ws://127.0.0.1:${port}/link/?ticket=${randomUUID()}` };
      case 'users.info':
        return args.user === workspace.user || args.user === elsewhere.user
          ? { ok: true, user: { ...ada, id: args.user } }
          : { ok: false, error: 'user_not_found' };
      case 'chat.postMessage':
      case 'chat.postEphemeral':
        return post(method, args);
      case 'files.getUploadURLExternal':
        return refused(method) ?? uploads.ask(args);
      case 'files.info':
        return uploads.info(args);
      case 'files.completeUploadExternal':
        return refused(String(args.channel_id)) ?? uploads.complete(args);
      case 'assistant.threads.setSuggestedPrompts':
        return suggestPrompts(args);
      case 'assistant.threads.setStatus':
        return setStatus(args);
      case 'views.open':
        return openView(args);
      case 'views.publish':
        return publishHome(args);
      case 'chat.update':
        return update(args);
      case 'chat.delete':
        return remove(args);
      default:
        return { ok: false, error: 'unknown_method' };
    }
  }

  /** Above the Messages tab of an agent; Slack: four prompts, each with a title and a message, and the scope `assistant:write`. */
  function suggestPrompts({ channel_id: channel, prompts: given }: Fields): Fields {
    if (!scopes.includes('assistant:write')) return { ok: false, error: 'missing_scope' };
    const asked: unknown = typeof given === 'string' ? JSON.parse(given) : given;
    const fits = Array.isArray(asked) && asked.length <= 4 && asked.every((one) => one?.title && one?.message);
    if (!fits) return { ok: false, error: 'invalid_arguments' };
    prompts.set(String(channel), asked);
    return { ok: true };
  }

  /** Under what was said, by `chat:write`. */
  function setStatus({ channel_id: channel, thread_ts: thread, status }: Fields): Fields {
    if (typeof thread !== 'string' || typeof status !== 'string') return { ok: false, error: 'invalid_thread_ts' };
    statuses.push({ channel: String(channel), thread, status });
    return { ok: true };
  }

  function publishHome({ user_id: user, view }: Fields): Fields {
    const home = typeof view === 'string' ? JSON.parse(view) : view;
    const why = refusalOfHome(home);
    if (why) return { ok: false, ...why };
    homes.set(String(user), home as Fields);
    return { ok: true, view: home };
  }

  function post(method: string, args: Fields): Fields {
    const channel = String(args.channel ?? '');
    const target = channel.startsWith('U') ? `D-${channel}` : channel;
    const ephemeral = method === 'chat.postEphemeral';
    if (ephemeral && typeof args.user !== 'string') return { ok: false, error: 'user_not_found' };
    const no =
      refused(channel) ?? (/^[CDGU]/.test(channel) ? undefined : { ok: false, error: 'channel_not_found' }) ?? tooFast(target) ?? unfit(args);
    if (no) return no;
    const ts = show(target, args, method, ephemeral ? String(args.user) : undefined);
    return ephemeral ? { ok: true, message_ts: ts } : { ok: true, channel: target, ts };
  }

  function openView({ trigger_id: trigger, view }: Fields): Fields {
    const no = refused('views.open');
    if (no) return no;
    if (typeof trigger !== 'string' || trigger === '') return { ok: false, error: 'invalid_trigger_id' };
    if (exchanged.has(trigger)) return { ok: false, error: 'exchanged_trigger_id' };
    const refusal = refusalOfView(view);
    if (refusal) return { ok: false, error: refusal.error, response_metadata: { messages: refusal.messages ?? [] } };
    exchanged.add(trigger);
    const made = { ...(view as Fields), id: `V${++count}`, hash: `${count}.hash`, trigger };
    views.push(made);
    return { ok: true, view: made };
  }

  function update(args: Fields): Fields {
    const at = posted.findIndex(({ channel, ts, onlyFor }) => channel === args.channel && ts === args.ts && onlyFor === undefined);
    const before = posted[at];
    if (!before) return { ok: false, error: 'message_not_found' };
    const no = refused(before.channel) ?? unfit(args);
    if (no) return no;
    posted[at] = { ...before, text: String(args.text), blocks: blocksOf(args) };
    return { ok: true, channel: args.channel, ts: args.ts };
  }

  function remove({ channel, ts }: Fields): Fields {
    const at = posted.findIndex((one) => one.channel === channel && one.ts === ts && one.onlyFor === undefined);
    if (at < 0) return { ok: false, error: 'message_not_found' };
    posted.splice(at, 1);
    return { ok: true, channel, ts };
  }

  function respond(path: string, args: Fields): Fields {
    const known = responseUrls.get(path);
    if (!known || clock.now() - known.since >= 30 * 60_000) return { ok: false, error: 'expired_url' };
    if (known.uses >= 5) return { ok: false, error: 'used_url' };
    const no = tooFast(known.channel) ?? unfit(args);
    if (no) return no;
    known.uses++;
    show(known.channel, args, 'response_url', args.response_type === 'in_channel' ? undefined : known.user);
    return { ok: true };
  }

  function show(channel: string, args: Fields, by: string, onlyFor: string | undefined): string {
    const ts = `${Math.floor(clock.now() / 1_000)}.${String(++count).padStart(6, '0')}`;
    const thread = typeof args.thread_ts === 'string' ? { thread: args.thread_ts } : {};
    posted.push({ channel, ts, text: String(args.text), blocks: blocksOf(args), by, ...thread, ...(onlyFor === undefined ? {} : { onlyFor }) });
    return ts;
  }

  function tooFast(channel: string): Fields | undefined {
    return isTooFast(channel) ? { ok: false, error: 'ratelimited' } : undefined;
  }

  function unfit(args: Fields): Fields | undefined {
    const refusal = refusalOfMessage(args, unfetchable, knowsCharts);
    return refusal ? { ok: false, error: refusal.error, response_metadata: { messages: refusal.messages ?? [] } } : undefined;
  }

  function refused(subject: string): Fields | undefined {
    const error = refusals.get(subject);
    return error === undefined ? undefined : { ok: false, error };
  }

  return {
    url,
    calls,
    posted,
    /** Files that were uploaded into a conversation. */
    uploads: uploads.shown,
    views,
    homes,
    prompts,
    statuses,
    acknowledgements,
    abandoned,
    signingSecret,
    manifest,
    oauth,
    /** Keeps a file; answers what an event says of it. */
    file(content: string, name = 'report.csv'): Fields {
      const path = `/files-pri/${randomUUID()}/${name}`;
      files.set(path, content);
      return { id: 'F1', name, mimetype: 'text/csv', size: content.length, url_private: `${url}${path}` };
    },
    /** The settings that point Bellhop here, over HTTP and by Socket Mode. */
    env: { SLACK_SIGNING_SECRET: signingSecret, SLACK_BOT_TOKEN: botToken, SLACK_API_URL: `${url}/api/` },
    socketEnv: { SLACK_APP_TOKEN: appToken, SLACK_BOT_TOKEN: botToken, SLACK_API_URL: `${url}/api/` },
    /** … and with which many workspaces install it, in place of a bot token of one. */
    oauthEnv: {
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_CLIENT_ID: oauth.client.id,
      SLACK_CLIENT_SECRET: oauth.client.secret,
      SLACK_API_URL: `${url}/api/`,
    },
    /** The headers Slack sends with this body, `atMs` by default now. */
    sign: (body: string | Buffer, atMs = clock.now()): Record<string, string> => signed(signingSecret, body, atMs),
    /** A fresh response_url of this conversation: 5 uses within 30 minutes. */
    responseUrl(channel: string = workspace.channel, user: string = workspace.user): string {
      const path = `/response/${randomUUID()}`;
      responseUrls.set(path, { uses: 0, since: clock.now(), channel, user });
      return `${url}${path}`;
    },
    /** The next `times` calls go wrong like this. */
    misbehave(how: Misbehaviour, times = 1): void {
      for (let i = 0; i < times; i++) wrongs.push(how);
    },
    /** The next call of this method goes wrong like this. */
    misbehaveAt: (method: string, how: Misbehaviour) => void wrongsOf.set(method, how),
    /** Refuses what is posted to this channel (or `auth.test`, `files.getUploadURLExternal`) with this error; null: no longer. */
    refuse(subject: string, error: string | null): void {
      if (error === null) refusals.delete(subject);
      else refusals.set(subject, error);
    },
    /** As a Slack that has no charts yet. */
    forgetCharts(): void {
      knowsCharts = false;
    },
    /** Slack can't download this image. */
    cannotFetch: (address: string) => void unfetchable.add(address),
    allow(granted: string): void {
      scopes = granted;
    },
    /** Resolves when a socket stands. */
    connected: () => (sockets.size > 0 ? Promise.resolve() : new Promise<void>((resolve) => waiting.push(resolve))),
    /** Sends an envelope by the newest socket; answers whether it was acknowledged within `withinMs`, and before that socket ended. */
    push(type: 'events_api' | 'slash_commands' | 'interactive', payload: unknown, withinMs = 3_000): Promise<boolean> {
      const envelope_id = randomUUID();
      const socket = [...sockets].at(-1);
      return new Promise((resolve) => {
        if (!socket) return resolve(false);
        const acked = (is: boolean) => {
          clearTimeout(timer);
          acks.delete(envelope_id);
          resolve(is);
        };
        const timer = setTimeout(acked, withinMs, false);
        acks.set(envelope_id, { by: socket, acked });
        socket.send(JSON.stringify({ envelope_id, type, payload, accepts_response_payload: type !== 'events_api' }));
      });
    },
    /** Any frame at all. */
    frame(text: string): void {
      for (const socket of sockets) socket.send(text);
    },
    /** How many sockets stand. */
    standing: () => sockets.size,
    /** Says to all sockets why they end, as Slack does before (`warning`) or when it renews them, or when Socket Mode is switched off; or cuts the line. */
    disconnect(how: 'warning' | 'refresh_requested' | 'link_disabled' | 'cut'): void {
      for (const socket of sockets) {
        if (how === 'cut') socket.destroy();
        else socket.send(JSON.stringify({ type: 'disconnect', reason: how }));
      }
    },
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type SlackStandIn = Awaited<ReturnType<typeof startSlack>>;

function signed(secret: string, body: string | Buffer, atMs: number): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1_000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature };
}

/** The Web API takes JSON, and forms, in which anything but a text is JSON. */
function argsOf(body: string): Fields {
  if (body.startsWith('{')) return JSON.parse(body);
  const args = Object.fromEntries(new URLSearchParams(body));
  return { ...args, ...(args.blocks === undefined ? {} : { blocks: JSON.parse(args.blocks) }) };
}

const blocksOf = ({ blocks }: Fields): readonly Fields[] => (Array.isArray(blocks) ? blocks : []);

const ada = {
  id: workspace.user,
  name: 'ada',
  real_name: 'Ada Lovelace',
  tz: 'Europe/London',
  locale: 'en-GB',
  profile: { real_name: 'Ada Lovelace', display_name: 'ada' },
};
