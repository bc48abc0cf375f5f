import { afterAll, beforeAll, expect, it } from 'vitest';
import { manualClock } from '../../shared/timers/manual-clock.ts';
import { startTelegram, type TelegramPlatform } from '../../test/platforms/telegram.ts';
import { telegram } from './channel.ts';

let platform: TelegramPlatform;
beforeAll(async () => {
  platform = await startTelegram();
});
afterAll(() => platform.close());

function publish(url: string, env = platform.env) {
  const opened = telegram.configure(env, { clock: manualClock(), random: () => 0.5, url, env });
  return 'on' in opened ? opened.on.publish?.(AbortSignal.timeout(5_000)) : undefined;
}

it('sets the webhook', async () => {
  expect(await publish('https://bellhop.example')).toEqual([{ state: 'done', what: 'Webhook at https://bellhop.example/telegram/webhook' }]);
  expect(platform.webhook()).toBe('https://bellhop.example/telegram/webhook');
});

it('leaves the webhook to a person where Telegram does not call', async () => {
  const before = platform.of('setWebhook').length;
  expect(await publish('http://bellhop.example')).toContainEqual({ state: 'left', what: expect.stringContaining('not http://bellhop.example') });
  expect(platform.of('setWebhook').length).toBe(before);
});

it('sets none where messages are asked for', async () => {
  const { TELEGRAM_WEBHOOK_SECRET: _, ...env } = platform.env;
  expect(await publish('https://bellhop.example', env)).toEqual([]);
});

it('says what Telegram says no with', async () => {
  platform.misbehave({ kind: '429', method: 'setWebhook', retryAfter: 3 });
  await expect(publish('https://bellhop.example')).rejects.toMatchObject({ retryable: true });
});
