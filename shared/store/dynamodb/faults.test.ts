import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countCalls, sumOf } from '../../../test/aws/calls.ts';
import { type DynamoDb, startDynamoDb } from '../../../test/aws/dynamodb.ts';
import { type Fate, faultyTries, triesAtOnce } from '../../../test/aws/faulty-tries.ts';
import { StorageFailed } from '../../errors.ts';
import { dice } from '../../timers/dice.ts';
import { manualClock } from '../../timers/manual-clock.ts';
import { collection, VersionConflict } from '../store.ts';
import { dynamodbStore } from './store.ts';

let dynamodb: DynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

interface Note {
  readonly words: string;
  readonly endsAt?: number;
}

const notes = collection<Note>('notes', {
  indexes: { byWords: ({ words }) => ({ partition: 'all', sort: words }) },
  expiresAt: ({ endsAt }) => endsAt ?? null,
});

/** A store over a client of its own, whose next tries have the fates named; after them all is well. */
async function open({ maxAttempts = 3, fates = [] as Fate[] } = {}) {
  const client = dynamodb.connect({ retryStrategy: triesAtOnce(maxAttempts) });
  const name = await dynamodb.table();
  const { settle } = faultyTries(client, () => fates.shift() ?? 'well');
  const calls = countCalls(client);
  const clock = manualClock();
  return { store: dynamodbStore({ client, name }, { clock }), name, clock, fates, settle, calls };
}

describe.each(['throttled', 'lost', 'unanswered', 'twice', 'late'] as const)('a call that is %s once', (fate) => {
  it('does what it was asked, once, and says so', async () => {
    const { store, fates, settle } = await open();
    const once = async <T>(ask: () => Promise<T>): Promise<T> => {
      fates.push(fate);
      const answer = await ask();
      await settle();
      return answer;
    };
    expect(await once(() => store.put(notes, 'a', { words: 'made' }, { expect: 0 }))).toBe(1);
    expect(await once(() => store.put(notes, 'a', { words: 'changed' }, { expect: 1 }))).toBe(2);
    expect(await once(() => store.put(notes, 'a', { words: 'set' }))).toBe(3);
    expect(await once(() => store.get(notes, 'a'))).toEqual({ key: 'a', version: 3, value: { words: 'set' } });
    expect((await once(() => store.query(notes, { index: 'byWords', partition: 'all' }))).items).toHaveLength(1);
    expect(await once(() => store.delete(notes, 'a', { expect: 3 }))).toBe(true);
    expect(await store.get(notes, 'a')).toBeNull();
    expect(await once(() => store.put(notes, 'a', { words: 'made anew' }))).toBe(1);
    expect(await once(() => store.delete(notes, 'a'))).toBe(true);
    expect(await store.get(notes, 'a')).toBeNull();
    expect((await store.query(notes, { index: 'byWords', partition: 'all' })).items).toEqual([]);
  });

  it('still meets the other version that is there', async () => {
    const { store, fates, settle } = await open();
    await store.put(notes, 'a', { words: 'made' });
    fates.push(fate);
    await expect(store.put(notes, 'a', { words: 'never' }, { expect: 0 })).rejects.toBeInstanceOf(VersionConflict);
    fates.push(fate);
    await expect(store.put(notes, 'a', { words: 'never' }, { expect: 7 })).rejects.toBeInstanceOf(VersionConflict);
    fates.push(fate);
    await expect(store.delete(notes, 'a', { expect: 7 })).rejects.toBeInstanceOf(VersionConflict);
    await settle();
    expect(await store.get(notes, 'a')).toEqual({ key: 'a', version: 1, value: { words: 'made' } });
  });
});

it.each(['throttled', 'lost', 'unanswered', 'late'] as const)(
  'is StorageFailed when the client is %s for good, and repeated it does it',
  async (fate) => {
    const { store, fates, settle } = await open({ maxAttempts: 1, fates: [fate, fate] });
    await expect(store.put(notes, 'a', { words: 'one' })).rejects.toBeInstanceOf(StorageFailed);
    await expect(store.query(notes, { index: 'byWords', partition: 'all' })).rejects.toBeInstanceOf(StorageFailed);
    await store.put(notes, 'a', { words: 'one' });
    fates.push(fate);
    await expect(store.delete(notes, 'a')).rejects.toBeInstanceOf(StorageFailed);
    await store.delete(notes, 'a');
    await settle();
    expect(await store.get(notes, 'a')).toBeNull();
  },
);

it('loses no change and makes none twice, whatever becomes of the calls of many who change one record', async () => {
  const often: readonly Fate[] = ['lost', 'unanswered', 'twice', 'late', 'well', 'well', 'well', 'well'];
  const pages = collection<readonly string[]>('pages', {});
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
      const roll = dice(seed);
      const name = await dynamodb.table();
      const writer = async (who: string): Promise<string[]> => {
        const client = dynamodb.connect({ retryStrategy: triesAtOnce(2) });
        const { settle } = faultyTries(client, () => often[Math.floor(roll() * often.length)] ?? 'well');
        const store = dynamodbStore({ client, name }, { clock: manualClock() });
        const done: string[] = [];
        for (let i = 0; i < 4; i++) {
          const mark = `${who}${i}`;
          while (!done.includes(mark)) {
            try {
              const before = await store.get(pages, 'page');
              // A put that failed may have been done.
              if (!before?.value.includes(mark)) await store.put(pages, 'page', [...(before?.value ?? []), mark], { expect: before?.version ?? 0 });
              done.push(mark);
            } catch (cause) {
              if (!(cause instanceof VersionConflict) && !(cause instanceof StorageFailed)) throw cause;
            }
            if (roll() < 0.3) await settle();
          }
        }
        await settle();
        return done;
      };
      const done = (await Promise.all(['a', 'b', 'c'].map(writer))).flat();
      const page = await dynamodbStore({ client: dynamodb.client, name }, { clock: manualClock() }).get(pages, 'page');
      expect([...(page?.value ?? [])].sort()).toEqual(done.sort());
      expect(page?.version).toBe(done.length);
    }),
    { numRuns: 8 },
  );
});

it('asks once for each write and read, and once a shard for a page', async () => {
  const { store, calls } = await open();
  const asks = async (ask: () => Promise<unknown>): Promise<number> => {
    const before = sumOf(calls);
    await ask();
    return sumOf(calls) - before;
  };
  expect(await asks(() => store.put(notes, 'a', { words: 'one' }))).toBe(1);
  expect(await asks(() => store.put(notes, 'a', { words: 'two' }, { expect: 1 }))).toBe(1);
  expect(await asks(() => store.put(notes, 'a', { words: 'never' }, { expect: 1 }).catch(() => {}))).toBe(1);
  expect(await asks(() => store.get(notes, 'a'))).toBe(1);
  expect(await asks(() => store.delete(notes, 'a', { expect: 2 }))).toBe(1);
  for (let i = 0; i < 100; i++) await store.put(notes, `n${i}`, { words: String(i) });
  expect(await asks(() => store.query(notes, { index: 'byWords', partition: 'all' }))).toBe(4);
});

it('leaves to the table what has expired and what was deleted: with the time to delete it, and nothing of what a deleted record said', async () => {
  const { store, name, clock } = await open();
  await store.put(notes, 'a', { words: 'one', endsAt: clock.now() + 1_500 });
  await store.put(notes, 'b', { words: 'two' });
  await store.delete(notes, 'b');
  const item = async (key: string) =>
    (await dynamodb.client.send(new GetItemCommand({ TableName: name, Key: { pk: { S: `r#notes#${key}` } }, ConsistentRead: true }))).Item;
  expect((await item('a'))?.x).toEqual({ N: String(clock.now() / 1_000 + 2) });
  expect(Object.keys((await item('b')) ?? {}).sort()).toEqual(['e', 'pk', 'v', 'w', 'x']);
  expect((await item('b'))?.x).toEqual({ N: String(clock.now() / 1_000) });
  await clock.advance(2_000);
  await store.get(notes, 'a');
  expect(await store.sweep(10)).toBe(1);
  expect(await item('a')).toBeUndefined();
});
