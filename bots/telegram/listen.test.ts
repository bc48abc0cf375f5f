import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addressOf } from '../../shared/channel/bots.ts';
import type { ListenContext } from '../../shared/channel/channel.ts';
import type { Inbound } from '../../shared/channel/inbound.ts';
import { InboxFull, StorageFailed } from '../../shared/errors.ts';
import { startTelegram, type TelegramPlatform } from '../../test/platforms/telegram.ts';
import { telegramApi } from './api.ts';
import { type ListenParts, listener } from './listen.ts';
import { meOf } from './me.ts';
import { queriesOf } from './queries.ts';
import { webhookPath } from './receive.ts';
import { telegramConfig } from './settings.ts';

const clock = { now: () => 1_900_000_000_000 };
let platform: TelegramPlatform;
let stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  platform = await startTelegram({ mode: 'polling' });
  stops = [];
});
afterEach(async () => {
  for (const stop of stops) await stop();
  await platform.close();
});

/** A process that listens: what it kept, what it reported, how long it paused. Pauses take no time. */
function listening(options: { accept?: ListenContext['accept']; over?: Partial<ListenParts>; env?: TelegramPlatform['env'] } = {}) {
  const config = telegramConfig(options.env ?? platform.env);
  if (!config) throw new Error('no token');
  const api = telegramApi(config, 500);
  const kept: Inbound[] = [];
  const reports: { ok: boolean; detail: string }[] = [];
  const warnings: string[] = [];
  const pauses: number[] = [];
  const ended = new AbortController();
  const parts: ListenParts = {
    api,
    me: meOf(api, clock),
    queries: queriesOf(api),
    config,
    webhook: addressOf({ url: 'http://127.0.0.1:8080' }, webhookPath),
    clock,
    random: () => 0,
    wait: async (ms) => {
      pauses.push(ms);
    },
    ...options.over,
  };
  const accept: ListenContext['accept'] = async (inbound) => {
    const accepted = (await options.accept?.(inbound)) ?? { known: false };
    kept.push(inbound);
    return accepted;
  };
  const log = { info: () => {}, warn: (_: object, message: string) => void warnings.push(message) };
  const done = listener(parts)({ accept, signal: ended.signal, log, report: (state) => void reports.push(state) });
  const stop = async () => {
    ended.abort();
    await done;
  };
  stops.push(stop);
  return { kept, reports, warnings, pauses, stop, done, api };
}

const until = (claim: () => void) => vi.waitFor(claim, { timeout: 5_000, interval: 5 });

describe('long polling', () => {
  it('keeps what comes, in its order, and then confirms it', async () => {
    const { kept, reports } = listening();
    platform.push(platform.says.message('/help'), platform.says.edit('/status'), platform.says.message('check a.example'));
    await until(() => expect(platform.waiting()).toEqual([]));
    expect(kept.map(({ said }) => said)).toMatchObject([{ text: 'help' }, { text: 'status' }, { text: 'check a.example' }]);
    platform.push(platform.says.message('later'));
    await until(() => expect(kept).toHaveLength(4));
    expect(reports).toEqual([{ ok: true, detail: 'Long polling.' }]);
  });

  it('knows its name before the first update', async () => {
    platform.push(platform.says.message('/help@bellhop_bot', { chat: -5 }), platform.says.message('/help@other_bot', { chat: -5 }));
    const { kept } = listening();
    await until(() => expect(platform.waiting()).toEqual([]));
    expect(kept).toHaveLength(1);
  });

  it('confirms nothing before it is kept', async () => {
    const keep = Promise.withResolvers<void>();
    const { kept } = listening({
      accept: async () => {
        await keep.promise;
        return { known: false };
      },
    });
    platform.push(platform.says.message('/help'));
    await until(() => expect(platform.of('getUpdates').some(({ status }) => status === 200)).toBe(true));
    expect(platform.waiting()).toHaveLength(1);
    expect(kept).toEqual([]);
    keep.resolve();
    await until(() => expect(platform.waiting()).toEqual([]));
    expect(kept).toHaveLength(1);
  });

  it('a crash between accept and confirm brings the update again, under the same key', async () => {
    platform.push(platform.says.message('/help'));
    const first: Inbound[] = [];
    const dying = listening({
      accept: async (inbound) => {
        first.push(inbound);
        return new Promise(() => {}); // The process is gone: nothing after this is ever asked.
      },
    });
    await until(() => expect(first).toHaveLength(1));
    stops = stops.filter((stop) => stop !== dying.stop);
    const { kept } = listening();
    await until(() => expect(kept).toHaveLength(1));
    expect(kept[0]?.key).toBe(first[0]?.key);
    expect(kept[0]).toEqual(first[0]);
  });

  it.each([
    ['full', () => new InboxFull('interactive')],
    ['unable to store', () => new StorageFailed('The command', 'disk full')],
  ])('when the inbox is %s, confirms what was kept and soon takes the rest again', async (_, failure) => {
    const refused = new Set<string>();
    const { kept, reports, pauses } = listening({
      accept: async ({ key, said }) => {
        if (said.kind === 'text' && said.text === 'second' && !refused.has(key)) {
          refused.add(key);
          throw failure();
        }
        return { known: false };
      },
    });
    const says = platform.says;
    const [a, b, c] = [says.message('first'), says.message('second'), says.message('third')];
    platform.push(a, b, c);
    await until(() => expect(platform.waiting()).toEqual([]));
    expect(kept.map(({ said }) => said.kind === 'text' && said.text)).toEqual(expect.arrayContaining(['first', 'second', 'third', 'third']));
    expect(kept).toHaveLength(4);
    expect(pauses).toEqual([500]);
    expect(reports.map(({ ok }) => ok)).toEqual([true, false, true]);
  });

  it('stops at once, confirming what is kept', async () => {
    const { stop, kept } = listening();
    platform.push(platform.says.message('/help'));
    await until(() => expect(kept).toHaveLength(1));
    await stop();
    expect(platform.waiting()).toEqual([]);
  });

  it('stops in good time though Telegram no longer answers', async () => {
    const config = telegramConfig(platform.env);
    if (!config) throw new Error('no token');
    const { stop, kept } = listening({ over: { api: telegramApi(config) } });
    platform.push(platform.says.message('/help'));
    await until(() => expect(kept).toHaveLength(1));
    platform.misbehave({ kind: 'silence', method: 'getUpdates', times: 9 });
    const startedAt = performance.now();
    await stop();
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  });

  it.each(['yes', 'nonsense'] as const)('an answer that is no list (%s) is asked for again after a pause', async (kind) => {
    platform.misbehave({ kind, method: 'getUpdates', times: 2 });
    platform.push(platform.says.message('/help'));
    const { kept, pauses } = listening();
    await until(() => expect(kept).toHaveLength(1));
    expect(pauses).toEqual([500, 1_000]);
  });

  it('what is no update and confirms nothing is not asked for again without a pause', async () => {
    const again = Promise.withResolvers<void>();
    const pauses: number[] = [];
    const wait = async (ms: number) => {
      pauses.push(ms);
      await again.promise;
    };
    const { warnings, kept } = listening({ over: { wait } });
    platform.push(null as never);
    await until(() => expect(pauses).toEqual([500]));
    expect(warnings.filter((line) => line.includes('no Update'))).toHaveLength(1);
    platform.push(platform.says.message('/help'));
    again.resolve();
    await until(() => expect(kept).toHaveLength(1));
  });

  it('passes over what is no update', async () => {
    const { kept, warnings } = listening();
    platform.push(null as never, platform.says.message('/help'));
    await until(() => expect(kept).toHaveLength(1));
    expect(warnings).toContain('Telegram gave something that is no Update: passed over.');
  });

  it('answers a pressed button at once after it is kept, also one that means nothing', async () => {
    const { kept } = listening();
    platform.push(
      platform.says.press('help', {}, 'pressed'),
      platform.says.other('callback_query', { id: 'game', from: { id: 7 }, game_short_name: 'g' }),
    );
    await until(() =>
      expect(
        platform
          .of('answerCallbackQuery')
          .map(({ payload }) => payload.callback_query_id)
          .sort(),
      ).toEqual(['game', 'pressed']),
    );
    expect(kept).toHaveLength(1);
  });

  it('does not answer a press that could not be kept', async () => {
    let full = true;
    listening({
      accept: async () => {
        if (full) throw new InboxFull('interactive');
        return { known: false };
      },
      over: {
        wait: async () => {
          expect(platform.of('answerCallbackQuery')).toEqual([]);
          full = false;
        },
      },
    });
    platform.push(platform.says.press('help', {}, 'pressed'));
    await until(() => expect(platform.of('answerCallbackQuery')).toHaveLength(1));
  });

  it('says when another program polls with the same token, and goes on trying', async () => {
    const { reports, pauses, kept } = listening();
    await until(() => expect(reports).toHaveLength(1));
    await until(() => expect(platform.of('getUpdates').some(({ payload, status }) => payload.timeout === 50 && status === 0)).toBe(true));
    const other = await fetch(`${platform.url}/bot${platform.env.TELEGRAM_BOT_TOKEN}/getUpdates`, { method: 'POST', body: '{"timeout":0}' });
    expect(other.status).toBe(200);
    await until(() => expect(reports.map(({ ok }) => ok)).toEqual([true, false, true]));
    expect(reports[1]?.detail).toContain('Another program polls');
    expect(pauses).toHaveLength(1);
    platform.push(platform.says.message('/help'));
    await until(() => expect(kept).toHaveLength(1));
  });

  it('takes away a webhook that is still set, and says so', async () => {
    const { api } = listening({ over: { config: { botId: 1, secret: 'x' }, webhook: addressOf({ url: 'https://bot.example' }, webhookPath) } });
    await until(() => expect(platform.webhook()).toBe('https://bot.example/telegram/webhook'));
    expect(api).toBeDefined();
    const { kept, warnings } = listening();
    platform.push(platform.says.message('/help'));
    await until(() => expect(kept).toHaveLength(1));
    expect(platform.webhook()).toBe('');
    expect(warnings.join()).toContain('A webhook was set for this bot and has been removed');
  });

  it('takes away a webhook that is set while it polls, and blames no other program', async () => {
    const { reports, warnings, kept, api } = listening();
    await until(() => expect(platform.of('getUpdates').some(({ payload, status }) => payload.timeout === 50 && status === 0)).toBe(true));
    await api.call('setWebhook', { url: 'https://bot.example/telegram/webhook' });
    platform.push(platform.says.message('/help'));
    await until(() => expect(kept).toHaveLength(1));
    expect(warnings.join()).toContain('A webhook was set for this bot and has been removed');
    expect(reports.map(({ detail }) => detail).join()).not.toContain('Another program');
  });

  it.each(['429', '500', '502', 'half', 'close', 'lost'] as const)('reconnects after %s, pausing longer each time', async (kind) => {
    platform.misbehave({ kind, method: 'getUpdates', times: 3 });
    platform.push(platform.says.message('/help'));
    const { kept, reports, pauses } = listening();
    await until(() => expect(kept).toHaveLength(1));
    expect(pauses).toEqual([500, 1_000, 2_000]);
    await until(() => expect(reports.map(({ ok }) => ok)).toEqual([false, false, false, true]));
  });

  it('waits as long as retry_after says', async () => {
    platform.misbehave({ kind: '429', retryAfter: 90, method: 'getUpdates' });
    const { pauses } = listening();
    await until(() => expect(pauses).toEqual([90_000]));
  });

  it('tries again when Telegram can’t be reached at start', async () => {
    platform.misbehave({ kind: 'close', method: 'getMe', times: 2 });
    platform.push(platform.says.message('/help'));
    const { kept, reports } = listening();
    await until(() => expect(kept).toHaveLength(1));
    expect(reports.map(({ ok }) => ok)).toEqual([false, false, true]);
  });
});

describe('with a webhook secret', () => {
  const webhook = { botId: 1, secret: 'the_secret' };

  it('registers the webhook at an https address, and is done', async () => {
    const { done, reports } = listening({ over: { config: webhook, webhook: addressOf({ url: 'https://bot.example' }, webhookPath) } });
    await done;
    expect(platform.of('setWebhook')).toMatchObject([
      {
        status: 200,
        payload: {
          url: 'https://bot.example/telegram/webhook',
          secret_token: 'the_secret',
          allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
        },
      },
    ]);
    expect(reports).toEqual([{ ok: true, detail: 'Webhook at https://bot.example/telegram/webhook.' }]);
  });

  it.each(['http://127.0.0.1:8080', 'https://bot.example:9000'])('leaves %s, which Telegram can’t call, alone and says what to do', async (url) => {
    const { done, reports } = listening({ over: { config: webhook, webhook: addressOf({ url }, webhookPath) } });
    await done;
    expect(platform.of('setWebhook')).toEqual([]);
    expect(reports[0]?.detail).toContain('not registered');
  });

  it.each(['https://bot.example/bellhop', 'https://bot.example/bellhop/'])('keeps the path of %s', async (url) => {
    const { done } = listening({ over: { config: webhook, webhook: addressOf({ url }, webhookPath) } });
    await done;
    expect(platform.webhook()).toBe('https://bot.example/bellhop/telegram/webhook');
  });

  it('tries again until it is registered', async () => {
    platform.misbehave({ kind: '500', method: 'setWebhook', times: 2 });
    const { done, reports } = listening({ over: { config: webhook, webhook: addressOf({ url: 'https://bot.example' }, webhookPath) } });
    await done;
    expect(reports.map(({ ok }) => ok)).toEqual([false, false, true]);
  });
});
