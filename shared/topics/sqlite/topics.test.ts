import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { StorageFailed } from '../../errors.ts';
import { openDatabase } from '../../sqlite/database.ts';
import { newFolder, openIn, silent } from '../../sqlite/open.contract.ts';
import { dice } from '../../timers/dice.ts';
import { manualClock, settle } from '../../timers/manual-clock.ts';
import { type TopicsSubject, topicsContract } from '../topics.contract.ts';
import type { Subscription } from '../topics.ts';
import { unkindTopics } from '../unkind.ts';
import { sqliteTopics } from './topics.ts';

async function open(): Promise<TopicsSubject> {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-topics-'));
  const clock = manualClock();
  let database = openDatabase(folder, { clock, log: silent });
  const topics = () => sqliteTopics(database, { clock, alarm: clock, random: dice(1) });
  return {
    topics: topics(),
    clock,
    async crash() {
      database.close();
      database = openDatabase(folder, { clock, log: silent });
      return topics();
    },
    async close() {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

topicsContract('The embedded topics', open);

for (const seed of [1, 2, 3]) {
  topicsContract(
    `The embedded topics, unkind ${seed},`,
    async () => {
      const subject = await open();
      return {
        ...subject,
        topics: unkindTopics(subject.topics, seed),
        crash: async () => unkindTopics(await subject.crash(), seed + 100),
      };
    },
    { kind: false },
  );
}

const news: Subscription = { topic: 'news', name: 'a', filter: {} };
const dead = async () => {};

it('keeps nothing of what everyone has heard, or no one wants', async () => {
  const database = openIn(newFolder());
  const clock = manualClock();
  const topics = sqliteTopics(database, { clock, alarm: clock, random: dice(1) });
  const rows = () => ['topic_messages', 'topic_deliveries'].map((table) => database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n);
  const others: Subscription = { ...news, name: 'b' };
  for (const one of [news, others, { ...news, name: 'none', filter: { kind: ['x'] } }]) await topics.subscribe(one);
  await topics.publish('news', { id: '1', attributes: {}, body: 1 });
  await topics.publish('empty', { id: '2', attributes: {}, body: 1 });
  expect(rows()).toEqual([1, 2]);
  const over = new AbortController();
  const consumed = topics.consume(news, async () => {}, { signal: over.signal, dead });
  await settle();
  expect(rows()).toEqual([1, 1]);
  await topics.unsubscribe(others);
  expect(rows()).toEqual([0, 0]);
  over.abort();
  await consumed;
});

it('keeps a message for 14 days for who is away', async () => {
  const database = openIn(newFolder());
  const clock = manualClock();
  const topics = sqliteTopics(database, { clock, alarm: clock, random: dice(1) });
  await topics.subscribe(news);
  const publish = (id: string) => topics.publish('news', { id, attributes: {}, body: 1 });
  const ids = () =>
    database
      .prepare('SELECT m.id FROM topic_deliveries d JOIN topic_messages m ON m.n = d.message')
      .all()
      .map((row) => row.id);
  await publish('old');
  await clock.jump(14 * 86_400_000 - 1);
  await publish('new');
  expect(ids()).toEqual(['old', 'new']);
  await clock.jump(1);
  await publish('newer');
  expect(ids()).toEqual(['new', 'newer']);
});

it('hands out a thousand at once, sixteen at a time', async () => {
  const database = openIn(newFolder());
  const clock = manualClock();
  const topics = sqliteTopics(database, { clock, alarm: clock, random: dice(1) });
  await topics.subscribe(news);
  await Promise.all(Array.from({ length: 1_000 }, (_, i) => topics.publish('news', { id: `${i}`, attributes: {}, body: i })));
  const over = new AbortController();
  const heard = new Set<string>();
  let most = 0;
  let now = 0;
  const consumed = topics.consume(
    news,
    async ({ id }) => {
      most = Math.max(most, ++now);
      await settle(1);
      now--;
      heard.add(id);
    },
    { signal: over.signal, dead },
  );
  for (let i = 0; heard.size < 1_000 && i < 500; i++) await settle();
  expect([heard.size, most]).toEqual([1_000, 16]);
  over.abort();
  await consumed;
});

it('acknowledges nothing that the disk did not take', async () => {
  const database = openIn(newFolder());
  const clock = manualClock();
  const topics = sqliteTopics(database, { clock, alarm: clock, random: dice(1) });
  await topics.subscribe(news);
  database.prepare('PRAGMA query_only = ON').run();
  await expect(topics.publish('news', { id: '1', attributes: {}, body: 1 })).rejects.toBeInstanceOf(StorageFailed);
});
