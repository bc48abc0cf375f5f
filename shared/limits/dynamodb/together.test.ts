import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countCalls, sumOf } from '../../../test/aws/calls.ts';
import { type DynamoDb, startDynamoDb } from '../../../test/aws/dynamodb.ts';
import { dice } from '../../timers/dice.ts';
import type { Bucket } from '../limits.ts';
import { dynamodbLimits } from './limits.ts';

let dynamodb: DynamoDb;
let name: string;
let calls: ReadonlyMap<string, number>;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
  name = await dynamodb.table();
  calls = countCalls(dynamodb.client);
});
afterAll(() => dynamodb.close());

const start = Date.UTC(2026, 0, 5, 9);

/** The takes of each bucket, and the most that any window of it has. */
function tally() {
  const taken = new Map<string, { readonly bucket: Bucket; readonly times: number[] }>();
  return {
    add(buckets: readonly Bucket[], at: number): void {
      for (const bucket of buckets) {
        const name = `${bucket.key} ${bucket.perMs}`;
        const one = taken.get(name) ?? { bucket, times: [] };
        taken.set(name, one);
        one.times.push(at);
      }
    },
    exceeded(): string[] {
      return [...taken].flatMap(([name, { bucket, times }]) => {
        const worst = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + bucket.perMs).length));
        return worst > bucket.count ? [`${name}: ${worst}`] : [];
      });
    },
  };
}

const conversation = (n: number): Bucket => ({ key: `chat/t/${n}`, count: 1, perMs: 1_000 });
const tenant: Bucket = { key: 'chat/t', count: 20, perMs: 1_000 };
const channel: Bucket = { key: 'chat', count: 30, perMs: 1_000 };
const teams = [
  { count: 7, perMs: 1_000 },
  { count: 8, perMs: 2_000 },
  { count: 60, perMs: 30_000 },
  { count: 1_800, perMs: 3_600_000 },
].map((window): Bucket => ({ key: 'teams/t/1', ...window }));

describe('fifty who take side by side, each from a process of its own', () => {
  // `ideal`: how long the rate itself makes the last one wait, ms. `each`: calls for each of them at most.
  it.each([
    { of: 'one conversation', buckets: () => [conversation(0)], ideal: 49_000, each: 6 },
    { of: 'fifty conversations of one channel', buckets: (n: number) => [conversation(n), channel], ideal: 1_000, each: 6 },
    { of: 'one conversation, its tenant and its channel', buckets: () => [conversation(0), tenant, channel], ideal: 49_000, each: 10 },
    { of: 'ten conversations of one tenant', buckets: (n: number) => [conversation(n % 10), { ...tenant, count: 5 }], ideal: 9_000, each: 12 },
    { of: "one conversation with Teams' four windows", buckets: () => teams, ideal: 12_000, each: 10 },
  ])('from $of never exceed a limit, and all get through, with few calls', async ({ of, buckets, ideal, each }) => {
    const ownOf = (n: number) => buckets(n).map((bucket) => ({ ...bucket, key: `${of} ${bucket.key}` }));
    const before = sumOf(calls);
    const taken = tally();
    // Their clocks differ by up to 20 ms.
    let waiting = Array.from({ length: 50 }, (_, n) => ({
      buckets: ownOf(n),
      limits: dynamodbLimits({ client: dynamodb.client, name }),
      ahead: ((n * 7) % 41) - 20,
      at: start,
    }));
    let time = start;
    while (waiting.length > 0) {
      time = Math.min(...waiting.map(({ at, ahead }) => at - ahead));
      const due = waiting.filter(({ at, ahead }) => at - ahead < time + 5);
      const through = await Promise.all(
        due.map(async (taker) => {
          const now = Math.max(taker.at, time + taker.ahead);
          taker.at = await taker.limits.take(taker.buckets, now);
          if (taker.at <= now) taken.add(taker.buckets, now);
          return taker.at <= now ? [taker] : [];
        }),
      );
      const gone = new Set(through.flat());
      waiting = waiting.filter((taker) => !gone.has(taker));
    }
    expect(taken.exceeded()).toEqual([]);
    expect(time - start).toBeLessThan(ideal * 1.25 + 1_000);
    expect(sumOf(calls) - before).toBeLessThan(50 * each);
  });
});

it('exceed no limit, and lose no room for good, whoever takes what at once with whatever clock', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
      const roll = dice(seed);
      const upTo = (n: number) => Math.floor(roll() * n);
      const own = `own${run++}`;
      const all: Bucket[] = [
        { key: `${own}/a`, count: 1 + upTo(3), perMs: 1 + upTo(300) },
        { key: `${own}/a`, count: 1 + upTo(5), perMs: 301 + upTo(500) },
        { key: `${own}/b`, count: 1 + upTo(4), perMs: 1 + upTo(400) },
        { key: `${own}/c`, count: 1 + upTo(2), perMs: 1 + upTo(200) },
      ];
      const takers = Array.from({ length: 4 }, () => ({ limits: dynamodbLimits({ client: dynamodb.client, name }), ahead: upTo(60) }));
      const taken = tally();
      let time = start;
      for (let i = 0; i < 12; i++) {
        time += upTo(200);
        await Promise.all(
          takers.map(async ({ limits, ahead }) => {
            const some = all.filter(() => roll() < 0.6);
            const now = time + ahead;
            if ((await limits.take(some, now)) <= now) taken.add(some, now);
          }),
        );
      }
      expect(taken.exceeded()).toEqual([]);
      // When all windows have passed there is all the room there ever was.
      time += 2_000;
      for (const bucket of all) {
        const fresh = dynamodbLimits({ client: dynamodb.client, name });
        for (let i = 0; i < bucket.count; i++) expect(await fresh.take([bucket], time)).toBe(time);
        expect(await fresh.take([bucket], time)).toBeGreaterThan(time);
      }
    }),
    { numRuns: 8 },
  );
});
