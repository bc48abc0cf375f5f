import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Priority } from '../command/command.ts';
import { ReadyQueue } from './ready-queue.ts';

const even = () => 1;

/**
 * Ten minutes, one take every `takeMs`, with alerts and interactive work always there. Reports come every `reportMs`. Answers how long each of
 * them waited at the longest, and the share of the alerts.
 */
function tenMinutes({ takeMs, reportMs }: { takeMs: number; reportMs: number }) {
  const queue = new ReadyQueue(even);
  const acceptedAt = new Map<number, number>();
  const end = 600_000;
  let n = 0;
  let alerts = 0;
  let takes = 0;
  let waitedMax = 0;
  let nextReport = 0;
  for (let now = 0; now < end; now += takeMs) {
    for (const priority of ['alert', 'interactive'] satisfies Priority[]) for (let i = 0; i < 2; i++) queue.push(n++, priority, 'T1', now);
    for (; nextReport <= now; nextReport += reportMs) {
      acceptedAt.set(n, nextReport);
      queue.push(n++, 'report', 'T1', nextReport);
    }
    const entry = queue.take(now);
    if (!entry) throw new Error('nothing to take');
    takes++;
    if (entry.priority === 'alert') alerts++;
    if (entry.priority === 'report') {
      waitedMax = Math.max(waitedMax, now - entry.since);
      acceptedAt.delete(entry.n);
    }
  }
  for (const since of acceptedAt.values()) waitedMax = Math.max(waitedMax, end - since);
  return { waitedMax, alertShare: alerts / takes };
}

it.each([
  { takeMs: 5, reportMs: 1_000 },
  { takeMs: 100, reportMs: 2_000 },
  { takeMs: 1_000, reportMs: 15_000 },
  { takeMs: 5_000, reportMs: 60_000 },
  { takeMs: 14_000, reportMs: 120_000 },
])('starts a report within 60 s through ten minutes of saturating alerts and interactive work: a turn every $takeMs ms', (pace) => {
  const { waitedMax, alertShare } = tenMinutes(pace);
  expect(waitedMax).toBeLessThanOrEqual(60_000);
  expect(alertShare).toBeGreaterThan(0.5);
});

it('keeps most turns for the alerts, however large the backlog of aged reports is', () => {
  const queue = new ReadyQueue(even);
  for (let n = 0; n < 20_000; n++) queue.push(n, 'report', 'T1', 0);
  for (let n = 20_000; n < 21_000; n++) queue.push(n, 'alert', 'T1', 3_600_000);
  const first = Array.from({ length: 1_000 }, () => queue.take(3_600_000)?.priority);
  expect(first.filter((priority) => priority === 'alert').length).toBeGreaterThan(600);
});

it('is never idle while there is work, gives everything once, and each tenant in order', () => {
  const entry = fc.record({
    priority: fc.constantFrom<Priority>('alert', 'interactive', 'report'),
    tenant: fc.constantFrom('a', 'b', 'c'),
    takesBefore: fc.integer({ min: 0, max: 3 }),
    passes: fc.integer({ min: 0, max: 20_000 }),
  });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 200 }), fc.double({ min: 0.01, max: 20, noNaN: true }), (entries, weight) => {
      const queue = new ReadyQueue((tenant) => (tenant === 'a' ? weight : 1));
      const taken: { n: number; line: string }[] = [];
      let now = 0;
      let size = 0;
      const take = () => {
        const got = queue.take(now);
        expect(got === undefined).toBe(size === 0);
        if (!got) return;
        size--;
        taken.push({ n: got.n, line: `${got.priority} ${got.tenant}` });
      };
      for (const [n, { priority, tenant, takesBefore, passes }] of entries.entries()) {
        now += passes;
        for (let i = 0; i < takesBefore; i++) take();
        queue.push(n, priority, tenant, now);
        queue.push(n, priority, tenant, now);
        size++;
        expect(queue.size).toBe(size);
      }
      while (size > 0) take();
      expect(taken.map((one) => one.n).sort((a, b) => a - b)).toEqual(entries.map((_, n) => n));
      for (const line of new Set(taken.map((one) => one.line))) {
        const numbers = taken.filter((one) => one.line === line).map((one) => one.n);
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      }
      expect(queue.take(now)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

it('shares by weight, also below one', () => {
  const queue = new ReadyQueue((tenant) => ({ half: 0.5, one: 1, four: 4 })[tenant] ?? 1);
  for (let n = 0; n < 3_000; n++) queue.push(n, 'interactive', ['half', 'one', 'four'][n % 3] ?? '', 0);
  const first = Array.from({ length: 1_100 }, () => queue.take(0)?.tenant);
  const turns = (tenant: string) => first.filter((one) => one === tenant).length;
  expect([turns('half'), turns('one'), turns('four')]).toEqual([100, 200, 800]);
});
