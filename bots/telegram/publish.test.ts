import { afterAll, beforeAll, expect, it } from 'vitest';
import { command } from '../../shared/command/define.ts';
import { manualClock } from '../../shared/timers/manual-clock.ts';
import { startTelegram, type TelegramPlatform } from '../../test/platforms/telegram.ts';
import { telegram } from './channel.ts';

let platform: TelegramPlatform;
beforeAll(async () => {
  platform = await startTelegram();
});
afterAll(() => platform.close());

const named = (name: string, more: object = {}) => command({ name, summary: `Does ${name}`, run: () => undefined, ...more });

function publish(url: string, env = platform.env) {
  const opened = telegram.configure(env, { clock: manualClock(), random: () => 0.5, url, env });
  return 'on' in opened
    ? opened.on.publish?.(
        [named('check'), named('press', { hidden: true }), named('long_one', { summary: 'x'.repeat(300) })],
        AbortSignal.timeout(5_000),
      )
    : undefined;
}

it('sets the webhook, and the commands that people may see, as long as Telegram takes', async () => {
  expect(await publish('https://bellhop.example')).toEqual([
    { state: 'done', what: 'Webhook at https://bellhop.example/telegram/webhook' },
    { state: 'done', what: '2 commands are listed' },
  ]);
  expect(platform.webhook()).toBe('https://bellhop.example/telegram/webhook');
  expect(platform.of('setMyCommands').at(-1)?.payload.commands).toEqual([
    { command: 'check', description: 'Does check' },
    { command: 'long_one', description: 'x'.repeat(256) },
  ]);
});

it('leaves the webhook to a person where Telegram does not call', async () => {
  const before = platform.of('setWebhook').length;
  expect(await publish('http://bellhop.example')).toContainEqual({ state: 'left', what: expect.stringContaining('not http://bellhop.example') });
  expect(platform.of('setWebhook').length).toBe(before);
});

it('sets none where messages are asked for', async () => {
  const { TELEGRAM_WEBHOOK_SECRET: _, ...env } = platform.env;
  expect(await publish('https://bellhop.example', env)).toEqual([{ state: 'done', what: '2 commands are listed' }]);
});

it('says what Telegram says no with', async () => {
  platform.misbehave({ kind: '429', method: 'setMyCommands', retryAfter: 3 });
  await expect(publish('https://bellhop.example')).rejects.toMatchObject({ retryable: true });
});
