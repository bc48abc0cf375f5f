import fc from 'fast-check';
import { expect, it } from 'vitest';
import { manualClock } from '../manual-clock.ts';
import { bucket } from './bucket.ts';

const never = new AbortController().signal;

it('gives no more in any second than it says, whoever asks whenever', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.array(fc.record({ after: fc.integer({ min: 0, max: 700 }), asks: fc.integer({ min: 1, max: 200 }) }), { maxLength: 40 }),
      (perSecond, share, bursts) => {
        let now = 1_000_000;
        const one = bucket(perSecond, share, { now: () => now }, { set: () => () => {} });
        const given: number[] = [];
        for (const { after, asks } of bursts) {
          now += after;
          for (let i = 0; i < asks; i++) if (one.take()) given.push(now);
        }
        for (const [i, at] of given.entries()) expect(given.filter((other, j) => j >= i && other < at + 1_000).length).toBeLessThanOrEqual(perSecond);
      },
    ),
    { numRuns: 200 },
  );
});

it('lets those who wait through in turn, as fast as it may', async () => {
  const clock = manualClock();
  const start = clock.now();
  const one = bucket(100, 0.1, clock, clock);
  const through: { readonly i: number; readonly at: number }[] = [];
  for (let i = 0; i < 500; i++) void one.wait(never).then(() => through.push({ i, at: clock.now() }));
  await clock.advance(10_000);
  expect(through.map(({ i }) => i)).toEqual(Array.from({ length: 500 }, (_, i) => i));
  for (let second = 0; second < 10; second++) {
    const count = through.filter(({ at }) => Math.floor((at - start) / 1_000) === second).length;
    expect(count).toBeLessThanOrEqual(100);
    if (second < 5) expect(count).toBeGreaterThanOrEqual(89);
  }
  expect(one.take()).toBe(true);
});

it('lets go who waits when the signal ends it', async () => {
  const clock = manualClock();
  const over = new AbortController();
  const one = bucket(1, 1, clock, clock);
  expect(await one.wait(over.signal)).toBe(true);
  const waiting = one.wait(over.signal);
  over.abort();
  expect(await waiting).toBe(false);
  // Asked after that, it takes none: the next comes when the one before would have.
  for (let i = 0; i < 10; i++) expect(await one.wait(over.signal)).toBe(false);
  await clock.advance(2_002);
  expect(one.take()).toBe(true);
});
