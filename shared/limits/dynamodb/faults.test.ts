import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countCalls, sumOf } from '../../../test/aws/calls.ts';
import { type DynamoDb, startDynamoDb } from '../../../test/aws/dynamodb.ts';
import { type Fate, faultyTries, triesAtOnce } from '../../../test/aws/faulty-tries.ts';
import { StorageFailed } from '../../errors.ts';
import { dice } from '../../timers/dice.ts';
import type { Bucket } from '../limits.ts';
import { dynamodbLimits } from './limits.ts';

let dynamodb: DynamoDb;
let name: string;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
  name = await dynamodb.table();
});
afterAll(() => dynamodb.close());

const start = Date.UTC(2026, 0, 5, 9);
let keys = 0;
const freshKey = () => `key ${keys++}`;

/** Limits of one more process, whose next tries have the fates named; after them all is well. */
function open({ maxAttempts = 3, fates = [] as Fate[] } = {}) {
  const client = dynamodb.connect({ retryStrategy: triesAtOnce(maxAttempts) });
  const { settle } = faultyTries(client, () => fates.shift() ?? 'well');
  return { limits: dynamodbLimits({ client, name }), fates, settle, calls: countCalls(client) };
}

describe.each(['throttled', 'lost', 'unanswered', 'twice', 'late'] as const)('a call that is %s once', (fate) => {
  it('takes one, and no more', async () => {
    const { limits, fates, settle } = open();
    const bucket = { key: freshKey(), count: 2, perMs: 1_000 };
    for (const at of [start, start + 10]) {
      fates.push(fate);
      expect(await limits.take([bucket], at)).toBe(at);
      await settle();
    }
    fates.push(fate);
    expect(await open().limits.take([bucket], start + 20)).toBe(start + 1_010);
  });

  it('gives back what it took when another bucket has no room', async () => {
    const { limits, fates, settle } = open();
    const [full, free] = [
      { key: freshKey(), count: 20, perMs: 1_000 },
      { key: freshKey(), count: 1, perMs: 1_000 },
    ];
    for (let i = 0; i < 20; i++) await open().limits.take([full], start);
    // The tight one is taken first; the second call meets the full one, which this process doesn't know of, and reads it; the third gives back.
    fates.push('well', 'well', fate);
    expect(await limits.take([full, free], start + 1)).toBeGreaterThan(start + 1);
    await settle();
    expect(await open().limits.take([free], start + 2)).toBe(start + 2);
    expect(await open().limits.take([free], start + 2)).toBeGreaterThan(start + 2);
  });

  it('blocks', async () => {
    const { limits, fates, settle } = open();
    const bucket = { key: freshKey(), count: 2, perMs: 1_000 };
    await limits.take([bucket], start);
    fates.push(fate);
    await limits.block([bucket.key], start + 30_000);
    await settle();
    expect(await open().limits.take([bucket], start + 1)).toBe(start + 30_000);
  });
});

it.each(['throttled', 'lost', 'unanswered', 'late'] as const)(
  'is StorageFailed when the client is %s for good: at most a place of the window is lost',
  async (fate) => {
    const { limits, settle } = open({ maxAttempts: 1, fates: [fate] });
    const bucket = { key: freshKey(), count: 2, perMs: 1_000 };
    await expect(limits.take([bucket], start)).rejects.toBeInstanceOf(StorageFailed);
    expect(await limits.take([bucket], start)).toBe(start);
    await settle();
    expect(await limits.take([bucket], start + 1_000)).toBe(start + 1_000);
  },
);

it('leaves a place taken that could not be given back, until its window has passed', async () => {
  const [full, free] = [
    { key: freshKey(), count: 20, perMs: 1_000 },
    { key: freshKey(), count: 1, perMs: 1_000 },
  ];
  for (let i = 0; i < 20; i++) await open().limits.take([full], start);
  const { limits } = open({ maxAttempts: 1, fates: ['well', 'well', 'lost'] });
  expect(await limits.take([full, free], start + 1)).toBeGreaterThan(start + 1);
  expect(await open().limits.take([free], start + 2)).toBe(start + 1_001);
  expect(await open().limits.take([free], start + 1_001)).toBe(start + 1_001);
});

it('lets nothing pass a key that another process blocked before anything was ever taken', async () => {
  const key = freshKey();
  await open().limits.block([key], start + 30_000);
  expect(await open().limits.take([{ key, count: 2, perMs: 1_000 }], start)).toBe(start + 30_000);
});

it('says when to come again also when nobody can be told the next place in the line', async () => {
  const bucket = { key: freshKey(), count: 1, perMs: 1_000 };
  await open().limits.take([bucket], start);
  expect(await open({ maxAttempts: 1, fates: ['well', 'lost'] }).limits.take([bucket], start + 1)).toBe(start + 1_000);
});

it('takes for a clock that is behind from what its own time allows', async () => {
  const bucket = { key: freshKey(), count: 3, perMs: 243 };
  const take = (after: number) => open().limits.take([bucket], start + after);
  for (const after of [81, 82, 109, 329]) expect(await take(after)).toBe(start + after);
  // By 329 the first two were out of the window; by 312 they are not.
  expect(await take(312)).toBeGreaterThan(start + 312);
});

it('exceeds no limit, and loses no room for good, whatever becomes of the calls', async () => {
  const often: readonly Fate[] = ['throttled', 'lost', 'unanswered', 'twice', 'late', 'well', 'well', 'well', 'well', 'well'];
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
      const roll = dice(seed);
      const all: Bucket[] = [freshKey(), freshKey()].map((key) => ({ key, count: 1 + Math.floor(roll() * 4), perMs: 1 + Math.floor(roll() * 400) }));
      const taken: number[][] = all.map(() => []);
      let time = start;
      const takers = Array.from({ length: 3 }, () => {
        const client = dynamodb.connect({ retryStrategy: triesAtOnce(2) });
        const { settle } = faultyTries(client, () => often[Math.floor(roll() * often.length)] ?? 'well');
        return { limits: dynamodbLimits({ client, name }), settle };
      });
      for (let i = 0; i < 15; i++) {
        time += Math.floor(roll() * 200);
        await Promise.all(
          takers.map(async ({ limits, settle }) => {
            const which = all.map(() => roll() < 0.7);
            const some = all.filter((_, n) => which[n]);
            const at = await limits.take(some, time).catch((cause: unknown) => {
              if (!(cause instanceof StorageFailed)) throw cause;
              return Number.POSITIVE_INFINITY;
            });
            if (at <= time) for (const [n, is] of which.entries()) if (is) taken[n]?.push(time);
            if (roll() < 0.3) await settle();
          }),
        );
      }
      for (const [n, { count, perMs }] of all.entries()) {
        const times = taken[n] ?? [];
        expect(Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + perMs).length))).toBeLessThanOrEqual(count);
      }
      for (const { settle } of takers) await settle();
      time += 1_000;
      for (const bucket of all) for (let i = 0; i < bucket.count; i++) expect(await open().limits.take([bucket], time)).toBe(time);
    }),
    { numRuns: 12 },
  );
});

it('asks once a key where it knows it, and nothing when it knows that there is no room', async () => {
  const { limits, calls } = open();
  const [one, other] = [
    { key: freshKey(), count: 3, perMs: 1_000 },
    { key: freshKey(), count: 2, perMs: 1_000 },
  ];
  const asks = async (now: number): Promise<number> => {
    const before = sumOf(calls);
    await limits.take([one, other], now);
    return sumOf(calls) - before;
  };
  expect(await asks(start)).toBe(2);
  expect(await asks(start + 1)).toBe(2);
  // Once to be told when to come: others may wait for the same.
  expect(await asks(start + 2)).toBe(1);
  expect(await asks(start + 3)).toBe(0);
  expect(await asks(start + 1_001)).toBe(2);
});

it('keeps an item for days after its last take, longer than any window, and no longer', async () => {
  const key = freshKey();
  await open().limits.take([{ key, count: 1, perMs: 86_400_000 }], start);
  const { Item } = await dynamodb.client.send(new GetItemCommand({ TableName: name, Key: { pk: { S: `l#${key}` } } }));
  expect(Item?.x).toEqual({ N: String(start / 1_000 + 2 * 86_400) });
  await expect(open().limits.take([{ key, count: 1, perMs: 86_400_001 }], start)).rejects.toBeInstanceOf(TypeError);
});
