import fc from 'fast-check';
import { expect } from 'vitest';
import { dayMs } from './day.ts';
import { countOf, percentileOf } from './histogram.ts';
import { type Part, type Sample, type State, states } from './series.ts';

/** The same promises, kept the dear way: each question goes over all samples. `slotMsAt`: by how long a slot the latencies of an instant are known; 0: by the instant. */
export function oracle(samples: readonly Sample[], slotMsAt: (at: number) => number = () => 0) {
  const known = [...new Map(samples.toReversed().map((sample) => [sample.at, sample])).values()].sort((a, b) => a.at - b.at);
  const stands = known.map(({ at, forMs, state }, i) => {
    const next = known[i + 1]?.at ?? Number.POSITIVE_INFINITY;
    return { from: at, to: next <= at + 1.5 * forMs ? next : at + forMs, state };
  });
  return {
    stateMs(from: number, to: number): Record<State, number> {
      const sum = (state: State) =>
        stands.filter((one) => one.state === state).reduce((ms, one) => ms + Math.max(0, Math.min(to, one.to) - Math.max(from, one.from)), 0);
      return { up: sum('up'), down: sum('down'), unknown: sum('unknown'), maintenance: sum('maintenance') };
    },
    /** Of a part of a range that begins at `start`. */
    latencies(from: number, to: number, start: number): readonly number[] {
      return known.flatMap(({ at, ms }) => {
        if (ms === undefined) return [];
        const slotMs = slotMsAt(at);
        const slot = slotMs === 0 ? at : at - (at % slotMs);
        const counts = slotMs === 0 || slot + slotMs > start ? Math.max(slot, slotMs === 0 ? slot : start) : Number.NaN;
        return counts >= from && counts < to ? [ms] : [];
      });
    },
  };
}

/** The parts say what the oracle says: states exactly, latencies as many, and each percentile within 2 %. */
export function expectAgreement(parts: readonly Part[], truth: ReturnType<typeof oracle>): void {
  const start = parts[0]?.from ?? 0;
  for (const { from, to, stateMs, latency } of parts) {
    expect(stateMs).toEqual(truth.stateMs(from, to));
    const sorted = truth.latencies(from, to, start).toSorted((a, b) => a - b);
    expect(countOf(latency)).toBe(sorted.length);
    for (const share of sorted.length === 0 ? [] : [0, 0.5, 0.9, 0.99, 1]) {
      const exact = Math.max(0.01, sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? 0);
      expect(Math.abs((percentileOf(latency, share) ?? 0) - exact) / exact).toBeLessThanOrEqual(0.02);
    }
  }
}

/** Some days before now, for a clock that starts in January 2026. */
const base = Date.UTC(2026, 0, 2);

/** Samples of one series over some days: as checks run, late, early, repeated, out of order, with holes, over midnight, and of a clock that jumped. */
export const anySamples = (series: string): fc.Arbitrary<readonly Sample[]> =>
  fc
    .array(
      fc.record({
        at: fc.oneof(
          fc.integer({ min: 0, max: 600 }).map((n) => base + n * 60_000),
          fc.integer({ min: 0, max: 3 * dayMs }).map((ms) => base + ms),
        ),
        late: fc.integer({ min: -50, max: 50 }),
        forMs: fc.constantFrom(5_000, 60_000, 60_000, 3_600_000, dayMs),
        state: fc.constantFrom<State>('up', 'up', 'up', ...states),
        ms: fc.option(fc.oneof(fc.double({ min: 0, max: 60_000, noNaN: true }), fc.integer({ min: 20, max: 40 })), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 60 },
    )
    .map((all) => all.map(({ at, late, ms, ...sample }) => ({ series, at: at + late + 50, ...sample, ...(ms === undefined ? {} : { ms }) })));

/** A range among them, and in how many parts. */
export const anyRange: fc.Arbitrary<readonly [from: number, to: number, parts: number]> = fc
  .tuple(fc.integer({ min: -dayMs, max: 4 * dayMs }), fc.integer({ min: 1, max: 4 * dayMs }), fc.integer({ min: 1, max: 7 }))
  .map(([from, long, parts]) => [base + from, base + from + long, parts]);
