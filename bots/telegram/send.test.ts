import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RenderContext, Sent } from '../../shared/channel/channel.ts';
import type { Place } from '../../shared/channel/inbound.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { week } from '../../test/any-chart.ts';
import { standInBot, startTelegram, type TelegramPlatform } from '../../test/platforms/telegram.ts';
import { telegramApi } from './api.ts';
import { queriesOf } from './queries.ts';
import { refusalOf, TelegramRefused } from './refusal.ts';
import { render } from './render.ts';
import { sender } from './send.ts';
import { telegramConfig } from './settings.ts';

const direct: Place = { channel: 'telegram', bot: 'main', tenant: '424242', conversation: '77', message: '5', direct: true, user: '77' };
const group: Place = { channel: 'telegram', bot: 'main', tenant: '424242', conversation: '-1001', message: '5', user: '77' };
const context = (place: Place): RenderContext => ({ place, locale: 'en', timeZone: 'UTC', token: (n) => `go|n=${n}` });

let platform: TelegramPlatform;
let send: ReturnType<typeof sender>;

beforeEach(async () => {
  platform = await startTelegram();
  send = senderFor(platform.env);
});
afterEach(() => platform.close());

/** With a deadline of 400 ms a call, so that time-outs are quick. */
function senderFor(env: TelegramPlatform['env']) {
  const config = telegramConfig(env);
  if (!config) throw new Error('no token');
  const api = telegramApi(config, 400);
  return sender(api, queriesOf(api));
}

async function answer(what: Reply, place: Place, edit?: string, more: { onlyEdit?: true } = {}): Promise<Sent[]> {
  const options = { signal: new AbortController().signal, key: 'k', acceptedAt: 0, ...(edit === undefined ? {} : { edit }), ...more };
  const sent: Sent[] = [];
  for (const message of render(what, context(place))) sent.push(await send(JSON.parse(JSON.stringify(message)), place, options));
  return sent;
}

async function refusal(what: Reply = reply('hi'), place: Place = direct): Promise<TelegramRefused> {
  const failed = await answer(what, place).then(
    () => null,
    (cause) => cause,
  );
  if (!(failed instanceof TelegramRefused)) throw new Error(`expected a refusal, got ${failed}`);
  return failed;
}

const last = () => platform.calls.at(-1);

describe('what is for one person in a group', () => {
  const secret = reply('Your PIN is set', { visibility: 'private' });

  it('is seen by them alone, there, where the bot is an admin', async () => {
    platform.chats.set(-1001, { kind: 'admin' });
    expect(await answer(secret, group)).toEqual([{}]);
    expect(last()).toMatchObject({
      method: 'sendMessage',
      status: 200,
      payload: { chat_id: -1001, ephemeral_message_parameters: { receiver_user_id: 77 } },
    });
    expect(platform.posted()).toEqual([]);
  });

  it('goes to their own chat where it is none, where nothing was said by them just now, and from a server that would show it to all', async () => {
    await answer(secret, group);
    expect(last()).toMatchObject({ method: 'sendMessage', status: 200, payload: { chat_id: 77 } });
    platform.chats.set(-1001, { kind: 'admin' });
    const { message: _, ...unasked } = group;
    await answer(secret, unasked);
    expect(last()).toMatchObject({ payload: { chat_id: 77 } });
    platform.forgetRich();
    send = senderFor(platform.env);
    await answer(secret, group);
    expect(last()).toMatchObject({ payload: { chat_id: 77 } });
    expect(platform.posted().map(({ chat }) => chat)).toEqual([77, 77, 77]);
  });
});

describe('a table', () => {
  const table = { columns: [{ title: 'Site' }], rows: [['example.com']] };

  it('is sent as a rich message, and changed as one', async () => {
    const [sent] = await answer(reply('Sites', { table }), group);
    expect(last()).toMatchObject({ method: 'sendRichMessage', status: 200 });
    await answer(reply('Sites', { table: { ...table, rows: [['example.org']] } }), group, sent?.message);
    expect(last()).toMatchObject({ method: 'editMessageText', status: 200 });
    expect(JSON.stringify(last()?.payload)).toContain('example.org');
  });

  it('is aligned text to a server that has no rich messages, also when it is changed', async () => {
    platform.forgetRich();
    const [sent] = await answer(reply('Sites', { table }), group);
    expect(last()).toMatchObject({ method: 'sendMessage', status: 200, payload: { text: expect.stringContaining('example.com') } });
    await answer(reply('Now', { table }), group, sent?.message);
    expect(last()).toMatchObject({ method: 'editMessageText', status: 200, payload: { text: expect.stringContaining('Now') } });
  });
});

describe('a chart', () => {
  it('is drawn and sent along, the text and its numbers in words under it, and can be changed', async () => {
    const buttons = [{ label: 'Again', command: 'check', args: {} }];
    const [sent] = await answer(reply('A week', { chart: week, actions: buttons }), group);
    expect(last()).toMatchObject({
      method: 'sendPhoto',
      status: 200,
      payload: {
        chat_id: -1001,
        caption: expect.stringMatching(/^A week\n\nLine chart: Response time\. Mon 120\u00a0ms/),
        reply_markup: { inline_keyboard: [[{ text: 'Again' }]] },
      },
    });
    expect(last()?.payload.photo).toMatchObject({ name: 'chart.png', size: expect.any(Number) });
    const more = { ...week, series: [{ name: 'p95', values: [1, 2, 3, 4, 5, 6, 7] }] };
    expect(await answer(reply('A better week', { chart: more }), group, sent?.message)).toEqual([sent]);
    expect(last()).toMatchObject({ method: 'editMessageMedia', status: 200, payload: { media: { type: 'photo', media: { name: 'chart.png' } } } });
  }, 20_000);

  it('is its numbers where pictures aren’t allowed', async () => {
    platform.chats.set(-1001, { kind: 'no pictures' });
    await answer(reply('A week', { chart: week }), group);
    expect(last()).toMatchObject({
      method: 'sendMessage',
      status: 200,
      payload: { text: expect.stringMatching(/^A week\n\nResponse time\n[\s\S]*Fri +340/) },
    });
  }, 20_000);

  it('is its numbers where it can’t be drawn', async () => {
    await answer(reply('', { chart: { ...week, title: '東京' } }), direct);
    expect(last()).toMatchObject({ method: 'sendMessage', status: 200, payload: { text: expect.stringMatching(/^東京\n[\s\S]*Fri +340/) } });
  });
});

describe('a message', () => {
  it('goes to its chat, and its name comes back', async () => {
    const [sent] = await answer(reply('up'), direct);
    expect(last()).toMatchObject({ method: 'sendMessage', status: 200, payload: { chat_id: 77, text: 'up' } });
    expect(sent?.message).toMatch(/^77:\d+$/);
  });

  it('goes into its topic, and quotes what it answers', async () => {
    platform.chats.set(-1001, { kind: 'forum', topics: [12] });
    await answer(reply('up'), { ...group, thread: '12' });
    expect(last()).toMatchObject({ status: 200, payload: { chat_id: -1001, message_thread_id: 12, reply_parameters: { message_id: 5 } } });
  });

  it('goes into the group itself when its topic is gone', async () => {
    platform.chats.set(-1001, { kind: 'forum', topics: [] });
    await answer(reply('up'), { ...group, thread: '12' });
    expect(platform.calls.map(({ status }) => status)).toEqual([400, 200]);
    expect(last()?.payload).not.toHaveProperty('message_thread_id');
  });

  it('follows a group that has become a supergroup', async () => {
    platform.chats.set(-1001, { kind: 'migrated', to: -100_555 });
    const [sent] = await answer(reply('up'), group);
    expect(last()).toMatchObject({ status: 200, payload: { chat_id: -100_555 } });
    expect(last()?.payload, 'what it answers has another number there').not.toHaveProperty('reply_parameters');
    expect(sent?.message).toMatch(/^-100555:\d+$/);
  });

  it('whose picture Telegram can’t fetch is sent with a link to it', async () => {
    platform.badPhotos.add('https://c.example/a.png');
    const [sent] = await answer(reply('Here', { image: { url: 'https://c.example/a.png', alt: 'Chart' } }), { ...group, thread: '3' });
    expect(platform.calls.map(({ method, status }) => [method, status])).toEqual([
      ['sendPhoto', 400],
      ['sendPhoto', 400],
      ['sendMessage', 200],
    ]);
    expect(last()?.payload).toMatchObject({ text: 'Here\n\nChart', chat_id: -1001 });
    expect(sent?.message).toBeDefined();
  });
});

describe('where pictures may not be sent', () => {
  it('stands a link to them', async () => {
    platform.chats.set(-1001, { kind: 'no pictures' });
    await answer(reply('Here', { image: { url: 'https://c.example/a.png', alt: 'Chart' } }), group);
    expect(last()).toMatchObject({ method: 'sendMessage', status: 200, payload: { text: 'Here\n\nChart', chat_id: -1001 } });
  });
});

describe('an edit', () => {
  it('replaces the message', async () => {
    const [first] = await answer(reply('1 of 2'), group);
    const [second] = await answer(reply('2 of 2', { actions: [{ label: 'Go', command: 'go', args: {} }] }), group, first?.message);
    expect(second).toEqual(first);
    expect(last()).toMatchObject({ method: 'editMessageText', status: 200, payload: { text: '2 of 2' } });
  });

  it('that is nothing but one sends nothing anew where the message is gone', async () => {
    expect(await answer(reply('gone'), group, '-1001:999999', { onlyEdit: true })).toEqual([{}]);
    expect(platform.of('sendMessage')).toEqual([]);
  });

  it('opens no reply: Telegram takes only buttons there', async () => {
    const [first] = await answer(reply('working'), group);
    await answer(reply('Which address?', { asks: true }), group, first?.message);
    expect(last()).toMatchObject({ method: 'editMessageText', status: 200 });
  });

  it('in a group that has become a supergroup is a new message there: the old number names another one', async () => {
    const [first] = await answer(reply('1 of 2'), group);
    platform.chats.set(-1001, { kind: 'migrated', to: -100_555 });
    const [second] = await answer(reply('2 of 2'), group, first?.message);
    expect(platform.of('editMessageText').map(({ payload }) => payload.chat_id)).toEqual([-1001]);
    expect(last()).toMatchObject({ method: 'sendMessage', status: 200, payload: { chat_id: -100_555, text: '2 of 2' } });
    expect(second?.message).toMatch(/^-100555:/);
  });

  it('that changes nothing is success', async () => {
    const [first] = await answer(reply('same'), direct);
    expect(await answer(reply('same'), direct, first?.message)).toEqual([first]);
    expect(last()?.problem).toContain('message is not modified');
  });

  it('of a message that is gone is a new message', async () => {
    const [sent] = await answer(reply('again'), direct, '77:5');
    expect(platform.calls.map(({ method, status }) => [method, status])).toEqual([
      ['editMessageText', 400],
      ['sendMessage', 200],
    ]);
    expect(sent?.message).not.toBe('77:5');
  });

  it('puts a picture into a message, and a text after a picture is a new message', async () => {
    const [first] = await answer(reply('drawing'), direct);
    const [drawn] = await answer(reply('done', { image: { url: 'https://c.example/a.png', alt: 'Chart' } }), direct, first?.message);
    expect(last()).toMatchObject({ method: 'editMessageMedia', status: 200, payload: { media: { type: 'photo', caption: 'done' } } });
    expect(drawn).toEqual(first);
    const [photo] = await answer(reply('p', { image: { url: 'https://c.example/a.png', alt: 'Chart' } }), direct);
    await answer(reply('text'), direct, photo?.message);
    expect(last()).toMatchObject({ method: 'sendMessage', status: 200 });
  });
});

describe('a private answer in a group', () => {
  const secret = reply('your token', { visibility: 'private' });

  it('goes to the person’s own chat, quoting nothing there', async () => {
    const [sent] = await answer(secret, { ...group, thread: '3' });
    expect(platform.posted().map(({ chat }) => chat)).toEqual([77]);
    expect(last()?.payload).toMatchObject({ chat_id: 77, text: 'your token' });
    expect(last()?.payload).not.toHaveProperty('reply_parameters');
    expect(last()?.payload).not.toHaveProperty('message_thread_id');
    await answer(reply('new', { visibility: 'private' }), group, sent?.message);
    expect(last()).toMatchObject({ method: 'editMessageText', status: 200, payload: { chat_id: 77, text: 'new' } });
  });

  it.each(['not started', 'blocked', 'unknown'] as const)('stands in the group and says why where the person’s chat is %s', async (kind) => {
    platform.chats.set(77, { kind });
    const [sent] = await answer(reply([{ bold: 'your token' }], { visibility: 'private' }), group);
    const { text, entities } = { ...last()?.payload } as { text: string; entities: { offset: number; length: number }[] };
    expect(last()).toMatchObject({ status: 200, payload: { chat_id: -1001 } });
    expect(text).toMatch(/^Only for you, .* press Start\.\n\nyour token$/);
    expect(entities.map(({ offset, length }) => text.slice(offset, offset + length))).toEqual(['your token']);
    await answer(secret, group, sent?.message);
    expect(last()).toMatchObject({ method: 'editMessageText', payload: { text: expect.stringMatching(/^Only for you/) } });
  });
});

describe('what was last sent about the same', () => {
  const secret = reply('your token', { visibility: 'private' });

  it('privately to somebody else is not replaced: each gets their own', async () => {
    const [ada] = await answer(secret, group);
    const [bob] = await answer(reply('token of Bob', { visibility: 'private' }), { ...group, user: '78' }, ada?.message);
    expect(last()).toMatchObject({ method: 'sendMessage', payload: { chat_id: 78, text: 'token of Bob' } });
    expect(bob?.message).toMatch(/^78:/);
  });

  it('privately is not where a word to the whole group goes, nor the other way round', async () => {
    const [own] = await answer(secret, group);
    await answer(reply('to all'), group, own?.message);
    expect(last()).toMatchObject({ method: 'sendMessage', payload: { chat_id: -1001, text: 'to all' } });
    const [open] = await answer(reply('to all'), group);
    await answer(secret, group, open?.message);
    expect(last()).toMatchObject({ method: 'sendMessage', payload: { chat_id: 77, text: 'your token' } });
  });
});

describe('a pressed button', () => {
  const pressed = { ...direct, via: { query: 'q1' } };

  it('is answered once with its reply, however many messages it has', async () => {
    await answer(reply('z'.repeat(9_000)), pressed);
    expect(platform.of('answerCallbackQuery')).toMatchObject([{ payload: { callback_query_id: 'q1' }, status: 200 }]);
  });

  it('that is too old fails nothing, and is not asked again', async () => {
    platform.stale.add('q1');
    await answer(reply('late'), pressed);
    await answer(reply('later'), pressed);
    expect(platform.of('sendMessage').map(({ status }) => status)).toEqual([200, 200]);
    expect(platform.of('answerCallbackQuery').map(({ status }) => status)).toEqual([400]);
  });

  it('whose answer got lost is answered with the next message', async () => {
    platform.misbehave({ kind: '500', method: 'answerCallbackQuery' });
    const queries = queriesOf(telegramApi({ token: String(platform.env.TELEGRAM_BOT_TOKEN), apiRoot: `${platform.url}/` }));
    expect(await queries.answer('q2')).toMatchObject({ code: 'telegram_down' });
    expect(await queries.answer('q2')).toBeNull();
    expect(platform.of('answerCallbackQuery').map(({ status }) => status)).toEqual([500, 200]);
  });
});

describe('when Telegram refuses', () => {
  it.each([
    ['blocked', direct, 'telegram_blocked', /press Restart/],
    ['not started', direct, 'telegram_not_started', /press Start/],
    ['unknown', direct, 'telegram_chat_not_found', /add it, or ask them to/],
    ['kicked', group, 'telegram_kicked', /Add the bot to the group again/],
    ['muted', group, 'telegram_rights', /Group info, Permissions/],
  ] as const)('because the chat is %s, it is not tried again and the mend is in words', async (kind, place, code, hint) => {
    platform.chats.set(Number(place.conversation), { kind });
    const failed = await refusal(reply('hi'), place);
    expect(failed).toMatchObject({ code, retryable: false, maybeSent: false });
    expect(failed.hint).toMatch(hint);
  });

  it('429 waits as long as it says', async () => {
    platform.misbehave({ kind: '429', retryAfter: 7 });
    expect(await refusal()).toMatchObject({ code: 'telegram_busy', retryable: true, retryAfterMs: 7_000, maybeSent: false });
  });

  it('429 without a time is tried again with our own pause', async () => {
    platform.misbehave({ kind: '429' });
    expect(await refusal()).toMatchObject({ code: 'telegram_busy', retryable: true, retryAfterMs: undefined });
  });

  it('a wrong token says which setting to mend', async () => {
    send = senderFor({ ...platform.env, TELEGRAM_BOT_TOKEN: `${standInBot.id}:another` });
    const failed = await refusal();
    expect(failed).toMatchObject({ code: 'telegram_token', retryable: false });
    expect(failed.hint).toContain('TELEGRAM_BOT_TOKEN');
  });
});

describe('when the way there is bad', () => {
  it.each([
    ['500', 'telegram_down'],
    ['502', 'telegram_down'],
    ['silence', 'telegram_timeout'],
    ['drip', 'telegram_timeout'],
    ['half', 'telegram_timeout'],
    ['close', 'telegram_unreachable'],
    ['lost', 'telegram_unreachable'],
    ['nonsense', 'telegram_unreachable'],
    ['page', 'telegram_unreachable'],
  ] as const)('%s: maybe sent, and tried again', async (kind, code) => {
    platform.misbehave({ kind });
    expect(await refusal()).toMatchObject({ code, retryable: true, maybeSent: true });
    await expect(answer(reply('hi'), direct)).resolves.toHaveLength(1);
  });

  it('nobody listens: not sent, and tried again', async () => {
    const port = await new Promise<number>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
      });
    });
    send = senderFor({ ...platform.env, TELEGRAM_API_ROOT: `http://127.0.0.1:${port}` });
    expect(await refusal()).toMatchObject({ code: 'telegram_unreachable', retryable: true, maybeSent: false });
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'SELF_SIGNED_CERT_IN_CHAIN'])('%s: not sent, and tried again', (code) => {
    const failed = Object.assign(new Error('request failed'), { name: 'FetchError', type: 'system', code });
    expect(refusalOf(failed, 'sendMessage')).toMatchObject({ code: 'telegram_unreachable', retryable: true, maybeSent: false });
  });

  it('the deadline of the delivery ends the call', async () => {
    platform.misbehave({ kind: 'silence' });
    const [message] = render(reply('hi'), context(direct));
    if (!message) throw new Error('nothing rendered');
    const failed = send(message, direct, { signal: AbortSignal.abort(), key: 'k', acceptedAt: 0 });
    await expect(failed).rejects.toMatchObject({ code: 'telegram_timeout', retryable: true });
  });

  it('neither the token nor the words stand in the error', async () => {
    for (const kind of ['500', 'half', 'close', 'silence', 'page', 'nonsense'] as const) {
      platform.misbehave({ kind });
      const failed = await refusal(reply('the secret words'));
      const all = [
        failed.message,
        failed.hint,
        failed.stack,
        JSON.stringify(failed),
        String(failed.cause),
        failed.cause instanceof Error ? failed.cause.stack : '',
        JSON.stringify(failed.cause ?? null),
      ].join();
      expect(all).not.toContain('stand-in-token');
      expect(all).not.toContain('the secret words');
    }
  });
});
