import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, it, type TestContext } from 'vitest';
import { skills } from '../hostile/world.ts';
import type { Where } from '../platforms/telegram/says.ts';
import type { Update } from '../platforms/telegram/updates.ts';
import { standInBot, startTelegram, type TelegramCall } from '../platforms/telegram.ts';
import { startProcess } from '../process.ts';
import { embedded, type JourneyOptions, type JourneyWorld, type OpenWorld, untilTaken, worlds, wrongIn } from './worlds.ts';

const replyToBot = { reply_to_message: { message_id: 1_001, from: { id: standInBot.id, is_bot: true } } };

/** Told by Telegram, in each world; and fetched from it, where a process stays. */
const ways: readonly (readonly [string, 'webhook' | 'polling', OpenWorld, JourneyOptions])[] = [
  ...worlds.map(([name, open]) => [`by webhook, in ${name}`, 'webhook', open, {}] as const),
  ['by polling, in the one process', 'polling', embedded, { env: { TELEGRAM_WEBHOOK_SECRET: undefined } }],
];

let towns = 0;

/** People and chats that no other test has. */
function town(bellhop: JourneyWorld, mode: 'webhook' | 'polling', { expect }: TestContext) {
  const { telegram, origin } = bellhop;
  const n = ++towns * 1_000;
  const [ada, bob, group] = [n + 77, n + 78, -(n + 1)];
  const isHere = ({ payload: { chat_id: chat } }: TelegramCall) => Math.floor(Math.abs(Number(chat)) / 1_000) === n / 1_000;
  const calls = () => telegram.calls.filter(isHere);
  const sent = () =>
    calls()
      .filter(({ method, status }) => /^(send|edit)/.test(method) && status === 200)
      .map(({ payload }) => payload);
  const shown = (chat: number) => sent().flatMap(({ chat_id, text }) => (chat_id === chat ? [String(text)] : []));
  const { message, edit, reacted, press, ...rest } = telegram.says;
  const from = { id: ada };
  return {
    n,
    ada,
    bob,
    group,
    sent,
    shown,
    /** What people do: Ada, unless it says who. */
    says: {
      ...rest,
      message: (text: string, where: Where = {}) => message(text, { from, ...where }),
      edit: (text: string, where: Where) => edit(text, { from, ...where }),
      reacted: (text: string, where: Where & { messageId: number }) => reacted(text, { from, ...where }),
      press: (data: string, where: Where, query: string) => press(data, { from, ...where }, query),
      added: (chat: number) => rest.added(chat, from),
    },
    /** The texts in a chat, in any order: commands don't wait for each other. */
    sees: (chat: number, texts: readonly string[]) =>
      expect.poll(() => shown(chat).sort(), { timeout: 15_000, interval: 20 }).toEqual([...texts].sort()),
    /** What Telegram refused. */
    refusals: () =>
      wrongIn(
        bellhop,
        calls().flatMap(({ method, problem }) => (problem === undefined ? [] : [`${method}: ${problem}`])),
      ),
    /** Telegram tells it; resolves when it has been acknowledged. */
    async happens(...updates: Update[]): Promise<void> {
      if (mode === 'webhook') for (const update of updates) expect(await untilTaken(bellhop, () => telegram.deliver(origin(), update))).toBe(200);
      else telegram.push(...updates);
      const ids = updates.map(({ update_id }) => update_id);
      await expect.poll(() => telegram.waiting().filter(({ update_id }) => ids.includes(update_id)), { timeout: 5_000, interval: 10 }).toEqual([]);
    },
  };
}

describe.each(ways)('%s', (_, mode, open, options) => {
  let bellhop: JourneyWorld;
  beforeAll(async () => {
    // Telegram checks each call against the documented limits, rates too.
    bellhop = await open({ ...options, telegramRates: true });
  }, 60_000);
  afterAll(() => bellhop.close());

  it.concurrent('alone with the bot: commands with and without its name, plain words, a correction, a reaction, the same once more', async (test) => {
    const { expect } = test;
    const { ada, says, happens, sees, refusals } = town(bellhop, mode, test);
    const one = says.message('/echo one', { messageId: 1 });
    await happens(one, says.message('/echo@bellhop_bot two', { messageId: 2 }), says.message('echo three', { messageId: 3 }));
    await happens(says.edit('echo four', { messageId: 3 }));
    await happens(says.reacted('echo four', { messageId: 3 }), says.reacted('/echo one', { messageId: 1 }));
    await happens(says.message('/echo@other_bot five'));
    if (mode === 'webhook') await happens(one);
    await happens(says.message('echo six'));
    await sees(ada, ['echo: one', 'echo: two', 'echo: three', 'echo: four', 'echo: six']);
    expect(refusals()).toEqual([]);
  });

  it.concurrent('in a group what is addressed is answered where it was said, and the rest left alone', async (test) => {
    const { expect } = test;
    const { group, says, happens, sees, sent, refusals } = town(bellhop, mode, test);
    bellhop.telegram.chats.set(group, { kind: 'forum', topics: [5] });
    await happens(
      says.message('echo nothing', { chat: group }),
      says.message('/echo one', { chat: group, messageId: 31 }),
      says.message('@bellhop_bot echo two', { chat: group, topic: 5, messageId: 32 }),
      says.message('echo three', { chat: group, messageId: 33, over: replyToBot }),
      says.message('/echo four', {
        chat: group,
        messageId: 34,
        from: { id: 1_087_968_824, isBot: true },
        over: { sender_chat: { id: group, title: 'Ops' } },
      }),
      says.other('channel_post', { message_id: 1, chat: { id: -1009, type: 'channel' }, date: 1, text: '/echo five' }),
      says.message('/echo six', { chat: group, from: { id: 9, isBot: true } }),
    );
    await sees(group, ['echo: one', 'echo: two', 'echo: three', 'echo: four']);
    const quoted = sent().map(({ text, message_thread_id, reply_parameters }) => [
      text,
      message_thread_id,
      reply_parameters && typeof reply_parameters === 'object' && 'message_id' in reply_parameters ? reply_parameters.message_id : undefined,
    ]);
    expect(quoted.sort()).toEqual([
      ['echo: four', undefined, 34],
      ['echo: one', undefined, 31],
      ['echo: three', undefined, 33],
      ['echo: two', 5, 32],
    ]);
    expect(refusals()).toEqual([]);
  });

  it.concurrent('a group is greeted once it has the bot, and a question there is answered by a reply', async (test) => {
    const { expect } = test;
    const { group, says, happens, sent, shown, refusals } = town(bellhop, mode, test);
    await happens(says.added(group));
    await expect.poll(() => shown(group), { timeout: 10_000 }).toEqual([expect.stringContaining('Hello Ada')]);
    await happens(says.message('/echo', { chat: group }));
    await expect.poll(() => sent().at(-1), { timeout: 10_000 }).toMatchObject({ reply_markup: { force_reply: true, selective: true } });
    await happens(says.message('here', { chat: group, over: replyToBot }));
    await expect.poll(() => shown(group), { timeout: 10_000 }).toContain('echo: here');
    expect(refusals()).toEqual([]);
  });

  it.concurrent('a press is answered and replied to, and one that is too old is no failure', async (test) => {
    const { expect } = test;
    const { n, ada, group, says, happens, sees } = town(bellhop, mode, test);
    const { telegram } = bellhop;
    const [fresh, old, game] = [`fresh-${n}`, `old-${n}`, `game-${n}`];
    telegram.stale.add(old);
    await happens(says.press('echo|words=one', { chat: group }, fresh), says.press('echo|words=two', {}, old));
    await happens(says.other('callback_query', { id: game, from: { id: ada }, game_short_name: 'g' }));
    await sees(group, ['echo: one']);
    await sees(ada, ['echo: two']);
    const answered = (id: string) => telegram.of('answerCallbackQuery').find(({ payload }) => payload.callback_query_id === id)?.status;
    await expect.poll(() => [fresh, game, old].map(answered), { timeout: 10_000 }).toEqual([200, 200, 400]);
  });

  it.concurrent('what is for one person comes to their own chat or, where that is shut, says in the group why it stands there', async (test) => {
    const { expect } = test;
    const { ada, bob, group, says, happens, shown } = town(bellhop, mode, test);
    bellhop.telegram.chats.set(bob, { kind: 'not started' });
    await happens(says.message('/whoami', { chat: group }), says.message('/whoami', { chat: group, from: { id: bob, name: 'Bob' } }));
    await expect.poll(() => shown(ada), { timeout: 10_000 }).toEqual([expect.stringContaining('You are Ada')]);
    await expect.poll(() => shown(group), { timeout: 10_000 }).toEqual([expect.stringMatching(/^Only for you.*press Start\.\n\nYou are Bob/s)]);
  });

  it.concurrent('a group that has become another, a topic that is gone, a person who has blocked the bot', async (test) => {
    const { n, bob, group, says, happens, sees } = town(bellhop, mode, test);
    const [became, topicless] = [-(n + 500), -(n + 6)];
    bellhop.telegram.chats.set(group, { kind: 'migrated', to: became });
    bellhop.telegram.chats.set(topicless, { kind: 'forum', topics: [] });
    bellhop.telegram.chats.set(bob, { kind: 'blocked' });
    await happens(
      says.message('/echo one', { chat: group }),
      says.message('/echo two', { chat: topicless, topic: 9 }),
      says.message('echo three', { from: { id: bob } }),
    );
    await sees(became, ['echo: one']);
    await sees(topicless, ['echo: two']);
  });

  it.concurrent('more than Telegram takes in a second comes slower, whole and in its order', async (test) => {
    const { expect } = test;
    const { ada, group, says, happens, shown, refusals } = town(bellhop, mode, test);
    await happens(says.message('trio a'), says.message('echo b'), says.message('/trio c', { chat: group }));
    await expect.poll(() => [shown(ada).length, shown(group).length], { timeout: 15_000 }).toEqual([4, 3]);
    const all = [...shown(ada), ...shown(group)];
    for (const words of ['a', 'c']) expect(all.filter((text) => text.startsWith(words))).toEqual([1, 2, 3].map((n) => `${words}: ${n} of 3`));
    expect(refusals()).toEqual([]);
  });

  it('only who has blocked the bot is a dead letter', async ({ expect }) => {
    await expect.poll(async () => (await bellhop.depth()).dead).toBe(1);
  });
});

it('killed after it answered and before it confirmed, it is told again and does it once', async ({ expect, onTestFinished }) => {
  const telegram = await startTelegram({ mode: 'polling' });
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-telegram-'));
  const env = { ...telegram.env, BELLHOP_DATA: folder, BELLHOP_SKILLS: skills };
  onTestFinished(async () => {
    await telegram.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const polls = () => telegram.of('getUpdates').length;
  const answers = () => telegram.of('sendMessage').map(({ payload }) => payload.text);

  const first = await startProcess(env);
  await expect.poll(polls, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
  // The question that would confirm gets lost on its way.
  telegram.misbehave({ kind: 'silence', method: 'getUpdates', times: 9 });
  telegram.push(telegram.says.message('echo once'));
  await expect.poll(answers, { timeout: 10_000 }).toEqual(['echo: once']);
  await first.end('SIGKILL');
  expect(telegram.waiting()).toHaveLength(1);

  telegram.heal();
  const second = await startProcess(env);
  await expect.poll(() => telegram.waiting(), { timeout: 10_000 }).toEqual([]);
  telegram.push(telegram.says.message('echo twice'));
  await expect.poll(answers, { timeout: 10_000 }).toContain('echo: twice');
  expect(await second.end('SIGTERM')).toBe(0);
  const db = new DatabaseSync(join(folder, 'bellhop.db'), { readOnly: true });
  expect(db.prepare("SELECT COUNT(*) AS n, SUM(attempt) AS runs FROM commands WHERE command LIKE '%once%'").get()).toEqual({ n: 1, runs: 1 });
  db.close();
});
