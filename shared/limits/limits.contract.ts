import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insist } from '../timers/patience.contract.ts';
import type { Bucket, Limits } from './limits.ts';

const start = Date.UTC(2026, 0, 5, 9);

/**
 * The promises all limits keep. Time is passed in, so the suite needs no clock. `kind` false: those that hold behind an unkind wrapper too, where what was taken and
 * not heard of is taken all the same. `runs`: how often the law is tried; fewer where each take is a call.
 */
export function limitsContract(name: string, opened: () => Promise<Limits>, { kind = true, runs = 200 } = {}): void {
  /** Asked again while the answer gets lost. */
  const open = async (): Promise<Limits> => {
    const limits = await opened();
    return {
      take: (buckets, now) => insist(() => limits.take(buckets, now)),
      block: (keys, until) => insist(() => limits.block(keys, until)),
    };
  };

  describe(`${name} keep their promises`, () => {
    it('let through what the window has room for, then say when to ask again', async () => {
      const limits = await open();
      const bucket: Bucket = { key: 'C1', count: 2, perMs: 1_000 };
      const [first, second] = [await limits.take([bucket], start), await limits.take([bucket], start + 300)];
      if (kind) expect([first, second]).toEqual([start, start + 300]);
      const at = await limits.take([bucket], start + 400);
      expect(at).toBeGreaterThan(start + 400);
      expect(at).toBeLessThanOrEqual(start + 1_300);
      if (kind) expect(await limits.take([{ ...bucket, key: 'C2' }], start + 400)).toBe(start + 400);
    });

    it('take from all buckets or from none', async () => {
      const limits = await open();
      const conversation: Bucket = { key: 'C1', count: 1, perMs: 60_000 };
      const tenant: Bucket = { key: 'T1', count: 1, perMs: 60_000 };
      await limits.take([conversation], start);
      expect(await limits.take([tenant, conversation], start + 1)).toBeGreaterThan(start + 1);
      const other = await limits.take([tenant], start + 2);
      // Refused once, the two are refused again: only what is let through may be taken without being heard of.
      if (kind) expect(other).toBe(start + 2);
    });

    it('hold several windows of one key, each by itself', async () => {
      const limits = await open();
      const teams: Bucket[] = [
        { key: 'C1', count: 7, perMs: 1_000 },
        { key: 'C1', count: 8, perMs: 2_000 },
        { key: 'C1', count: 60, perMs: 30_000 },
      ];
      let now = start;
      const taken: number[] = [];
      while (taken.length < 61) {
        const at = await limits.take(teams, now);
        if (at <= now) taken.push(now);
        else now = at;
      }
      for (const { count, perMs } of teams) expect(worst(taken, perMs)).toBeLessThanOrEqual(count);
      expect(now - start).toBeGreaterThanOrEqual(30_000);
    });

    it('let nothing pass a blocked key until its time, and everything after', async () => {
      const limits = await open();
      const bucket: Bucket = { key: 'C1', count: 100, perMs: 1_000 };
      await limits.block(['C1', 'C2'], start + 30_000);
      await limits.block(['C1'], start + 10_000);
      expect(await limits.take([bucket], start)).toBe(start + 30_000);
      expect(await limits.take([bucket], start + 29_999)).toBe(start + 30_000);
      expect(await limits.take([bucket], start + 30_000)).toBe(start + 30_000);
      expect(await limits.take([{ ...bucket, key: 'C3' }], start)).toBe(start);
    });

    it('never let more than `count` through in any `perMs`, and never hold up for ever, whoever asks when', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 6 }),
          fc.integer({ min: 1, max: 2_000 }),
          fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 60 }),
          async (count, perMs, steps) => {
            const limits = await open();
            const bucket: Bucket = { key: 'C1', count, perMs };
            const taken: number[] = [];
            let now = start;
            for (const step of steps) {
              now += step;
              const at = await limits.take([bucket], now);
              if (at <= now) taken.push(now);
              else {
                expect(at).toBeLessThanOrEqual(now + perMs);
                now = at;
                if ((await limits.take([bucket], now)) <= now) taken.push(now);
              }
            }
            expect(worst(taken, perMs)).toBeLessThanOrEqual(count);
            if (kind) expect(taken.length).toBeGreaterThan(0);
          },
        ),
        { numRuns: runs },
      );
    });
  });
}

/** The most that any window of `perMs` has. */
function worst(taken: readonly number[], perMs: number): number {
  return Math.max(...taken.map((from) => taken.filter((at) => at >= from && at < from + perMs).length));
}
