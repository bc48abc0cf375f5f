import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dice } from '../../shared/timers/dice.ts';
import { dayWithPeak, plainDay, poisson } from './arrivals.ts';
import { Events } from './events.ts';
import { Histogram } from './histogram.ts';
import type { Profile } from './profile.ts';
import { Queue } from './queue.ts';
import { simulate, type Times } from './stage.ts';
import { Table } from './table.ts';

const profile: Profile = {
  accept: { writes: 1, entries: { work: 1, by: 1 }, reads: 0, calls: 1, sends: 1 },
  run: { writes: 2, entries: {}, reads: 2, calls: 4, sends: 1 },
  deliver: { writes: 3, entries: { work: 1, ended: 1, by: 1 }, reads: 0, calls: 3, sends: 0 },
};
const times: Times = { accept: 0.03, run: 0.15, deliver: 0.25, way: 0.03, cold: 0.4 };

it('things happen at their instants, in order; of one instant as they were set', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 }), (instants) => {
      const events = new Events();
      const happened: (readonly [number, number])[] = [];
      for (const [i, at] of instants.entries()) events.set(at, () => void happened.push([events.now, i]));
      events.run();
      expect(happened).toEqual(instants.map((at, i) => [at, i] as const).sort(([a, i], [b, j]) => a - b || i - j));
    }),
  );
});

it('as many come as the rate says, in the mean', () => {
  const random = dice(1);
  for (const rate of [0.5, 30, 1_000]) {
    const counts = Array.from({ length: 2_000 }, () => poisson(rate, random));
    expect(counts.reduce((sum, one) => sum + one, 0) / counts.length / rate).toBeCloseTo(1, 1);
  }
  const day = Array.from({ length: 86_400 }, (_, second) => plainDay(100_000_000)(second)).reduce((sum, one) => sum + one, 0);
  expect((day * 730) / 24).toBeCloseTo(100_000_000, -5);
  expect(dayWithPeak(100_000_000, 1_000)(10 * 3_600 + 300)).toBe(1_000);
});

it('percentiles are right to a twentieth', () => {
  const histogram = new Histogram();
  for (let i = 1; i <= 1_000; i++) histogram.add(i / 100);
  for (const percent of [1, 50, 99]) expect(histogram.percentile(percent) / (percent / 10)).toBeCloseTo(1, 1);
});

describe('the table', () => {
  const asked = (table: Table, second: number, count: number) =>
    Array.from({ length: count }, (_, i) => table.takes(second + i / count, profile.run)).filter(Boolean).length;

  it('takes 4,000 units a second at first, and twice what it took half an hour before', () => {
    const table = new Table(dice(1));
    expect(asked(table, 10, 3_000)).toBe(2_000);
    expect(asked(table, 11, 3_000)).toBe(2_000);
    expect(asked(table, 1_799, 3_000)).toBe(2_000);
    expect(asked(table, 1_801, 5_000)).toBe(4_000);
    expect(asked(new Table(dice(1), { warm: 9_000 }), 10, 5_000)).toBe(4_500);
  });

  it('is held up by a partition of an index that takes no more', () => {
    const table = new Table(dice(1), { warm: 40_000, workShards: 1 });
    const taken = Array.from({ length: 1_500 }, (_, i) => table.takes(i / 1_500, profile.accept)).filter(Boolean).length;
    expect(taken).toBe(1_000);
    expect(table.gauges.partition).toMatchObject({ most: 1_000, limit: 1_000, refused: 500 });
  });
});

describe('a queue', () => {
  function read({ isFair, maximum = 100 }: { isFair: boolean; maximum?: number }) {
    const events = new Events();
    const order: string[] = [];
    let [running, most] = [0, 0];
    const queue = new Queue<{ tenant: number; name: string }>(events, {
      name: 'q',
      batch: 10,
      maximum,
      isFair,
      tenantOf: ({ tenant }) => tenant,
      run(messages, ended) {
        most = Math.max(most, ++running);
        events.set(events.now + 1, () => {
          running--;
          for (const { name } of messages) order.push(name);
          ended();
        });
        return true;
      },
    });
    return { events, queue, order, most: () => most };
  }

  it('serves tenants in turn where it is fair', () => {
    for (const isFair of [true, false]) {
      const { events, queue, order } = read({ isFair, maximum: 1 });
      events.set(0, () => {
        for (let i = 0; i < 100; i++) queue.send({ tenant: 1, name: `loud ${i}` });
        queue.send({ tenant: 2, name: 'quiet' });
      });
      events.run();
      expect(order).toHaveLength(101);
      if (isFair) expect(order.indexOf('quiet')).toBeLessThan(12);
      else expect(order.indexOf('quiet')).toBe(100);
    }
  });

  it('is read by five at first, by five more a second while messages wait, and by as many as may at most', () => {
    for (const [maximum, most] of [
      [100, 40],
      [8, 8],
    ] as const) {
      const one = read({ isFair: false, maximum });
      for (let second = 0; second < 8; second++) {
        one.events.set(second + 0.5, () => {
          for (let i = 0; i < 500; i++) one.queue.send({ tenant: 1, name: '' });
        });
      }
      one.events.run();
      expect(one.order).toHaveLength(4_000);
      expect(one.most()).toBeGreaterThan(most / 2);
      expect(one.most()).toBeLessThanOrEqual(maximum);
    }
  });
});

it('a stage answers all that it took, the same each time; what it takes no more it refuses', () => {
  const input = { profile, times, concurrency: 800, requestsPerSecond: 1_000 };
  const few = [1, 1].map((seed) => simulate({ ...input, random: dice(seed) }, () => 40, 0, 60));
  expect(few[0]?.all.count).toBe(few[0]?.commands);
  expect(few[0]).toEqual(few[1]);
  expect(few[0]?.refusedAtDoor).toBe(0);
  expect(few[0]?.used.writes).toBeCloseTo((few[0]?.commands ?? 0) * 11, 5);
  const many = simulate({ ...input, random: dice(1) }, () => 1_200, 0, 20);
  expect(many.refusedAtDoor).toBeGreaterThan(1_000);
  expect(many.all.count + many.notAccepted).toBe(many.commands);
});

it('no alert waits for what others are answered, though deliveries are full', () => {
  const input = { profile, times, concurrency: 800, requestsPerSecond: 2_000, warm: 16_000 };
  const full = simulate({ ...input, random: dice(1) }, (second) => 1_100 * Math.min(1, second / 60), 0, 120);
  expect(full.all.percentile(99)).toBeGreaterThan(5);
  expect(full.alerts.percentile(99)).toBeLessThan(2);
});
