import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Env, HttpAnswer, HttpRequest } from '../../shared/channel/channel.ts';
import { formIn, isMultipart } from './multipart.ts';
import { type Answer, badRequest, refused, took } from './telegram/answer.ts';
import { type ChatState, chatsOf, type Posted } from './telegram/chats.ts';
import { type Misbehaviour, misbehave, misbehaviours } from './telegram/misbehave.ts';
import { rates } from './telegram/rates.ts';
import { type Says, says, standInBot } from './telegram/says.ts';
import { type Update, updateQueue } from './telegram/updates.ts';

export { standInBot } from './telegram/says.ts';

/** A call that came in, and what it was answered; 0: it was left without an answer. `webhook`: it stood in the answer to an update. */
export interface TelegramCall {
  readonly method: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly by: 'api' | 'webhook';
  status: number;
  /** Why it was refused. */
  problem?: string;
}

export interface TelegramOptions {
  /** Which settings `env` has; default webhook. */
  readonly mode?: 'webhook' | 'polling';
  readonly now?: () => number;
  /** Refuses with 429 what goes beyond Telegram's rates. */
  readonly rates?: boolean;
  /** The id of another bot than the usual one; its token and secret are others too. */
  readonly bot?: number;
}

/** Telegram on loopback: the Bot API, which checks each call against the documented limits and refuses as Telegram does. */
export interface TelegramPlatform {
  readonly url: string;
  /** The settings that point Bellhop here. */
  readonly env: Env;
  /** What Telegram sends with each update. */
  readonly headers: Readonly<Record<string, string>>;
  /** All calls, oldest first. */
  readonly calls: readonly TelegramCall[];
  of(method: string): readonly TelegramCall[];
  /** The messages that stand in the chats, oldest first. */
  posted(): readonly Posted[];
  /** What people do. */
  readonly says: Says;
  /** An update as it comes over the wire. */
  request(update: unknown): HttpRequest;
  /** Takes what Bellhop answered to an update, and does the method in it. */
  take(answer: Pick<HttpAnswer, 'status' | 'body'>): void;
  /** Sends an update to Bellhop's address (its origin), and takes the answer; resolves to its status. */
  deliver(origin: string, update: unknown): Promise<number>;
  /** For polling: the update waits until it is confirmed. */
  push(...updates: Update[]): void;
  /** Updates that wait, not yet confirmed. */
  waiting(): readonly Update[];
  /** Where setWebhook points; empty: nowhere. */
  webhook(): string;
  /** How chats stand to the bot. */
  readonly chats: Map<number, ChatState>;
  /** Addresses that Telegram can't fetch pictures from. */
  readonly badPhotos: Set<string>;
  /** As a server that has no rich messages yet. */
  forgetRich(): void;
  /** Presses that are too old to be answered. */
  readonly stale: Set<string>;
  misbehave(misbehaviour: Misbehaviour): void;
  /** What files hold, by file_id. */
  readonly files: Map<string, string>;
  /** Its token is no longer valid, as after @BotFather's /revoke; or is again. */
  revoke(revoked: boolean): void;
  /** Nothing goes wrong any more. */
  heal(): void;
  close(): Promise<void>;
}

/** Starts it. */
export async function startTelegram({
  mode = 'webhook',
  now = Date.now,
  rates: limited = false,
  bot = standInBot.id,
}: TelegramOptions = {}): Promise<TelegramPlatform> {
  const token = `${bot}:stand-in-token`;
  const secret = bot === standInBot.id ? 'stand-in_secret-1' : `stand-in_secret-${bot}`;
  let isRevoked = false;
  const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret };
  const calls: TelegramCall[] = [];
  const chats = new Map<number, ChatState>();
  const badPhotos = new Set<string>();
  const stale = new Set<string>();
  const files = new Map<string, string>();
  const menus = new Map<string, unknown>();
  const faults = misbehaviours();
  const updates = updateQueue();
  let knowsRich = true;
  const rooms = chatsOf(chats, badPhotos, () => knowsRich);
  const tooFast = rates(now);

  /** What a method answers; getUpdates is answered by the queue. */
  function answerTo(method: string, payload: Readonly<Record<string, unknown>>): Answer {
    switch (method) {
      case 'getMe':
        return took({ id: bot, is_bot: true, first_name: 'Bellhop', username: standInBot.name, can_read_all_group_messages: false });
      case 'getFile': {
        const size = files.get(String(payload.file_id))?.length;
        if (size === undefined) return badRequest('invalid file_id');
        if (size > 20 * 2 ** 20) return badRequest('file is too big');
        return took({ file_id: payload.file_id, file_size: size, file_path: `documents/${payload.file_id}` });
      }
      case 'setWebhook':
        return updates.set(payload);
      case 'setMyCommands':
        if (!areCommands(payload.commands)) return badRequest('BOT_COMMAND_INVALID');
        menus.set(menuKey(payload), payload.commands);
        return took(true);
      case 'getMyCommands':
        return took(menus.get(menuKey(payload)) ?? []);
      case 'deleteMyCommands':
        menus.delete(menuKey(payload));
        return took(true);
      case 'deleteWebhook':
        return updates.unset();
      case 'getWebhookInfo':
        return took({ url: updates.webhook(), has_custom_certificate: false, pending_update_count: updates.waiting().length });
      case 'answerCallbackQuery': {
        const { callback_query_id: id, text = '' } = payload;
        if (typeof id !== 'string' || id === '' || stale.has(id))
          return badRequest('query is too old and response timeout expired or query ID is invalid');
        return String(text).length > 200 ? badRequest('MESSAGE_TOO_LONG') : took(true);
      }
    }
    const wait = limited && method.startsWith('send') ? tooFast(Number(payload.chat_id)) : 0;
    if (wait > 0) return refused(429, `Too Many Requests: retry after ${wait}`, { retry_after: wait });
    return rooms.answer(method, payload) ?? refused(404, 'Not Found: method not found');
  }

  const server = createServer((request, response) => {
    bodyOf(request)
      .then((body) => parsed(request, body))
      .then(
        (payload) => serve(request, payload, response),
        () => response.destroy(),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function serve(request: IncomingMessage, payload: Readonly<Record<string, unknown>> | null, response: ServerResponse): void {
    const [, by, id = ''] = /^\/file\/bot([^/]+)\/documents\/(.+)$/.exec(request.url ?? '') ?? [];
    if (by !== undefined) return void (by === token && files.has(id) ? response.end(files.get(id)) : response.writeHead(404).end());
    const [, key, method = ''] = /^\/bot([^/]+)\/([A-Za-z]+)$/.exec(request.url ?? '') ?? [];
    const call: TelegramCall = { method, payload: payload ?? {}, by: 'api', status: 0 };
    calls.push(call);
    const tell = (answer: Answer) => {
      call.status = answer.ok ? 200 : answer.error_code;
      if (!answer.ok) call.problem = answer.description;
      response.writeHead(call.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    };
    const fault = faults.take(method);
    if (fault) {
      if (fault.kind === 'lost') answerTo(method, call.payload);
      call.status = misbehave(fault, response);
    } else if (key !== token || isRevoked) tell(refused(401, 'Unauthorized'));
    else if (!payload) tell(badRequest("can't parse JSON object"));
    else if (method === 'getUpdates') response.on('close', updates.ask(payload, tell));
    else tell(answerTo(method, payload));
  }

  function take({ status, body }: Pick<HttpAnswer, 'status' | 'body'>): void {
    if (status !== 200 || !body) return;
    const { method, ...payload } = JSON.parse(body) as { method: string; [key: string]: unknown };
    const answer = answerTo(method, payload);
    calls.push({
      method,
      payload,
      by: 'webhook',
      status: answer.ok ? 200 : answer.error_code,
      ...(answer.ok ? {} : { problem: answer.description }),
    });
  }

  return {
    url,
    env: { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: url, ...(mode === 'webhook' ? { TELEGRAM_WEBHOOK_SECRET: secret } : {}) },
    headers,
    calls,
    of: (method) => calls.filter((call) => call.method === method),
    posted: () => [...rooms.posted.values()],
    says: says(now),
    request: (update) => ({ method: 'POST', path: '/telegram/webhook', query: '', headers, body: Buffer.from(JSON.stringify(update)) }),
    take,
    async deliver(origin, update) {
      const answer = await fetch(new URL('/telegram/webhook', origin), { method: 'POST', headers, body: JSON.stringify(update) });
      take({ status: answer.status, body: await answer.text() });
      return answer.status;
    },
    push: updates.push,
    waiting: updates.waiting,
    webhook: updates.webhook,
    chats,
    badPhotos,
    forgetRich() {
      knowsRich = false;
    },
    stale,
    files,
    revoke(revoked) {
      isRevoked = revoked;
    },
    misbehave: faults.add,
    heal: faults.clear,
    async close() {
      updates.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The parameters of a call: a JSON object, a form with files, or none. */
async function parsed(request: IncomingMessage, body: Buffer): Promise<Readonly<Record<string, unknown>> | null> {
  if (request.method !== 'POST' || body.length === 0) return request.method === 'POST' || request.method === 'GET' ? {} : null;
  const type = request.headers['content-type'];
  if (isMultipart(type)) return withAttached(await formIn(type, body));
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

/** `attach://NAME` in a medium is the form's file of that name. telegraf names the method in it too. */
function withAttached(read: Readonly<Record<string, unknown>> | null): Readonly<Record<string, unknown>> | null {
  if (!read) return null;
  const { method: _, ...form } = read;
  const { media: medium } = form;
  if (typeof medium !== 'object' || medium === null || !('media' in medium)) return form;
  const name = String(medium.media).replace('attach://', '');
  const { [name]: file, ...rest } = form;
  return { ...rest, media: { ...medium, media: file } };
}

/** Which menu: each scope and language has its own. */
const menuKey = ({ scope = { type: 'default' }, language_code: language = '' }: Readonly<Record<string, unknown>>) =>
  JSON.stringify([scope, language]);

/** BotCommand: up to 100, each of 1–32 lower-case letters, digits and underscores, described in 1–256 characters. */
function areCommands(commands: unknown): boolean {
  return (
    Array.isArray(commands) &&
    commands.length <= 100 &&
    commands.every(({ command, description }) => /^[a-z0-9_]{1,32}$/.test(command) && description.length >= 1 && description.length <= 256)
  );
}
