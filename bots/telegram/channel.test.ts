import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Channel, Env } from '../../shared/channel/channel.ts';
import { SettingsError } from '../../shared/errors.ts';
import { startTelegram, type TelegramPlatform } from '../../test/platforms/telegram.ts';
import { telegram } from './channel.ts';

const tools = { clock: { now: () => 1_900_000_000_000 }, random: () => 0, url: 'http://127.0.0.1:8080', env: {} };

function opened(env: Env): Channel {
  const result = telegram.configure(env, tools);
  if ('off' in result) throw new Error(result.off);
  return result.on;
}

describe('settings', () => {
  it('without a token it is off, and says which variable turns it on', () => {
    expect(telegram.configure({}, tools)).toEqual({ off: expect.stringContaining('TELEGRAM_BOT_TOKEN') });
  });

  it.each<[string, Env, string]>([
    ['a secret without a token', { TELEGRAM_WEBHOOK_SECRET: 'hush' }, 'TELEGRAM_WEBHOOK_SECRET'],
    ['a token that is none', { TELEGRAM_BOT_TOKEN: 'hush-hush' }, 'TELEGRAM_BOT_TOKEN'],
    ['a token with a path in it', { TELEGRAM_BOT_TOKEN: '12:hush/../x' }, 'TELEGRAM_BOT_TOKEN'],
    ['a secret that Telegram refuses', { TELEGRAM_BOT_TOKEN: '12:x', TELEGRAM_WEBHOOK_SECRET: 'hush!' }, 'TELEGRAM_WEBHOOK_SECRET'],
    ['an API root that is no address', { TELEGRAM_BOT_TOKEN: '12:x', TELEGRAM_API_ROOT: 'hush' }, 'TELEGRAM_API_ROOT'],
  ])('%s is an error that names the variable and shows no value', (_, env, variable) => {
    try {
      telegram.configure(env, tools);
      expect.unreachable();
    } catch (cause) {
      expect(cause).toBeInstanceOf(SettingsError);
      expect((cause as SettingsError).message).toContain(variable);
      expect(`${(cause as SettingsError).message} ${(cause as SettingsError).hint}`).not.toContain('hush');
    }
  });

  it('with a secret it serves the webhook, without one it polls and believes no request', async () => {
    expect(opened({ TELEGRAM_BOT_TOKEN: '12:x', TELEGRAM_WEBHOOK_SECRET: 's' }).routes).toEqual([
      { method: 'POST', path: '/telegram/webhook', types: ['application/json'] },
    ]);
    const polling = opened({ TELEGRAM_BOT_TOKEN: '12:x' });
    expect(polling.routes).toEqual([]);
    const headers = { 'x-telegram-bot-api-secret-token': '' };
    expect(
      await polling.receive({ method: 'POST', path: '/telegram/webhook', query: '', headers, body: Buffer.from('{"update_id":1}') }),
    ).toMatchObject({
      kind: 'refused',
      ack: { status: 401 },
    });
  });

  it('busy is a 503 that Telegram comes back from', () => {
    const { busy } = opened({ TELEGRAM_BOT_TOKEN: '12:x' });
    const answer = busy({
      key: '1',
      place: { channel: 'telegram', bot: 'main', tenant: '1', conversation: '1' },
      from: { user: '1' },
      said: { kind: 'text', text: '' },
      saidAt: 0,
    });
    expect(answer.status).toBe(503);
    expect(Number(answer.headers?.['retry-after'])).toBeGreaterThan(0);
    expect(Number(answer.headers?.['retry-after'])).toBeLessThanOrEqual(3_600);
  });
});

it('loads telegraf with the first call to Telegram, and not for what comes in', () => {
  const program = `
    import { createRequire } from 'node:module';
    import { telegram } from ${JSON.stringify(fileURLToPath(new URL('./channel.ts', import.meta.url)))};
    const tools = { clock: Date, random: Math.random, url: 'http://127.0.0.1', env: {} };
    const { on } = telegram.configure({ TELEGRAM_BOT_TOKEN: '12:x', TELEGRAM_WEBHOOK_SECRET: 's', TELEGRAM_API_ROOT: 'http://127.0.0.1:1' }, tools);
    const isLoaded = () => Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes('/telegraf/'));
    const body = Buffer.from(JSON.stringify({ update_id: 1, message: { message_id: 1, date: 1, chat: { id: 7, type: 'private' }, from: { id: 7 }, text: 'help' } }));
    const received = on.receive({ method: 'POST', path: '/telegram/webhook', query: '', headers: { 'x-telegram-bot-api-secret-token': 's' }, body });
    const place = { ...received.inbound[0].place };
    const [message] = on.render({ text: 'x' }, { place, locale: 'en', timeZone: 'UTC', token: () => 't' });
    const before = isLoaded();
    await on.send(message, place, { signal: AbortSignal.timeout(5_000), key: 'k', acceptedAt: 0 }).catch(() => {});
    console.log(before, isLoaded());`;
  const node = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect(node.trim()).toBe('false true');
});

describe('with Telegram', () => {
  let platform: TelegramPlatform;
  beforeEach(async () => {
    platform = await startTelegram();
  });
  afterEach(() => platform.close());
  const signal = () => new AbortController().signal;

  it('a webhook learns the bot’s name by itself', async () => {
    const channel = opened(platform.env);
    const update = platform.request(platform.says.message('/help@bellhop_bot', { chat: -5 }));
    expect(await channel.receive(update)).toMatchObject({ kind: 'refused', ack: { status: 503 } });
    await vi.waitFor(async () => expect(await channel.receive(update)).toMatchObject({ kind: 'inbound' }));
    expect(platform.of('getMe')).toHaveLength(1);
  });

  it('doctor hears who the bot is', async () => {
    expect(await opened({ ...platform.env, TELEGRAM_WEBHOOK_SECRET: undefined }).probe?.(signal())).toEqual({
      ok: true,
      detail: '@bellhop_bot, by long polling.',
    });
  });

  it('doctor hears that no webhook is set, and what to do', async () => {
    const seen = await opened(platform.env).probe?.(signal());
    expect(seen).toMatchObject({ ok: false, detail: expect.stringContaining('no webhook is set'), hint: expect.stringContaining('BELLHOP_URL') });
  });

  it.each([
    ['a token that is wrong', { TELEGRAM_BOT_TOKEN: '424242:wrong' }, 'TELEGRAM_BOT_TOKEN'],
    ['an address where nobody is', { TELEGRAM_API_ROOT: 'http://127.0.0.1:1' }, 'TELEGRAM_API_ROOT'],
  ])('doctor hears of %s, and what to do', async (_, env, variable) => {
    const seen = await opened({ ...platform.env, ...env }).probe?.(signal());
    expect(seen).toMatchObject({ ok: false, hint: expect.stringContaining(variable) });
  });

  it('one press: kept, answered in the acknowledgement, replied to, and no call refused', async () => {
    const channel = opened(platform.env);
    const received = await channel.receive(platform.request(platform.says.press('help', { chat: -5 })));
    if (received.kind !== 'inbound' || !received.inbound[0]) throw new Error(received.kind);
    platform.take(received.ack);
    const { place } = received.inbound[0];
    const [message] = channel.render({ text: 'Here you are' }, { place, locale: 'en', timeZone: 'UTC', token: () => 'x' });
    if (!message) throw new Error('nothing rendered');
    await channel.send(message, place, { signal: signal(), key: 'k', acceptedAt: 0 });
    expect(platform.of('answerCallbackQuery')[0]).toMatchObject({ by: 'webhook', status: 200 });
    expect(platform.calls.filter(({ status }) => status !== 200 && status !== 0)).toEqual([]);
  });
});
