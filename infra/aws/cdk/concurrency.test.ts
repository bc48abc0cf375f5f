import fc from 'fast-check';
import { expect, it } from 'vitest';
import { slotsOf } from './concurrency.ts';
import { feedsOf, functionParts } from './functions.ts';

const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, one) => total + one, 0);
const slot = (name: string, concurrency: number) => {
  const part = functionParts.find((one) => one.name === name);
  return part && slotsOf(functionParts, concurrency).reserved.get(part);
};

it('gives no more than there is, and each function what its queues may take at once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20_000 }), (concurrency) => {
      const { reserved, maximum } = slotsOf(functionParts, concurrency);
      expect(sum(reserved.values())).toBeLessThanOrEqual(concurrency);
      for (const part of functionParts) {
        const feeds = feedsOf(part).map((feed) => maximum.get(feed) ?? 0);
        for (const one of feeds) expect(one).toBeGreaterThanOrEqual(2);
        for (const one of feeds) expect(one).toBeLessThanOrEqual(1_000);
        if (reserved.size > 0) expect(reserved.get(part)).toBeGreaterThanOrEqual(Math.max(1, sum(feeds)));
      }
    }),
  );
});

it('reserves for all functions or for none: a half-kept promise is none', () => {
  for (const concurrency of [0, 10, 30]) expect(slotsOf(functionParts, concurrency).reserved.size).toBe(0);
  for (const concurrency of [32, 79, 800, 5_000]) expect(slotsOf(functionParts, concurrency).reserved.size).toBe(functionParts.length);
});

it('takes nothing from anyone when there is more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 32, max: 5_000 }), fc.integer({ min: 0, max: 500 }), (concurrency, more) => {
      const [few, many] = [slotsOf(functionParts, concurrency).reserved, slotsOf(functionParts, concurrency + more).reserved];
      for (const part of functionParts) expect(many.get(part)).toBeGreaterThanOrEqual(few.get(part) ?? 0);
    }),
  );
});

it('grows with what there is, but sweeps one at a time', () => {
  expect(slot('deliver', 800)).toBeGreaterThanOrEqual(50);
  expect(slot('deliver', 8_000)).toBeGreaterThan(400);
  expect([slot('sweep', 100), slot('sweep', 800), slot('sweep', 8_000)]).toEqual([1, 1, 1]);
});
