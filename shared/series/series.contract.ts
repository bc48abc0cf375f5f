import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ManualClock } from '../timers/manual-clock.ts';
import { eventually, insist, type Patient } from '../timers/patience.contract.ts';
import { dayMs, dayOf } from './day.ts';
import { countOf } from './histogram.ts';
import { keepingOf, keptMs } from './keeping.ts';
import { anyRange, anySamples, expectAgreement, oracle } from './oracle.contract.ts';
import { type Sample, type Series, type State, uptimeOf } from './series.ts';

/** Fresh series, none kept; samples are kept as they were for `rawMs`. */
export interface SeriesSubject extends Patient {
  readonly series: Series;
  readonly clock: ManualClock;
  readonly rawMs: number;
  /** Another process on what the first one left: it died, and closed nothing. */
  again(): Promise<Series>;
  close(): Promise<void>;
}

const minute = 60_000;
const nothing = { up: 0, down: 0, unknown: 0, maintenance: 0 };

/** As a check runs: each minute from `from` on, a little late. */
const eachMinute = (series: string, from: number, states: readonly State[]): Sample[] =>
  states.map((state, i) => ({
    series,
    at: from + i * minute + ((i * 7) % 40),
    forMs: minute,
    state,
    ...(state === 'up' ? { ms: 100 + (i % 10) } : {}),
  }));
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

/** The promises that all series keep; `kind` false: those that hold behind an unkind wrapper too. */
export function seriesContract(name: string, open: () => Promise<SeriesSubject>, { kind = true } = {}): void {
  describe(`${name} keep their promises`, () => {
    it('say of any range what all samples say, whatever order they came in: at once, packed, and after the process died', async () => {
      const subject = await open();
      const { series, again, close } = subject;
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.tuple(anySamples('x'), anySamples('x')),
          fc.tuple(anyRange, anyRange),
          fc.integer({ min: 1, max: 40 }),
          async (all, ranges, atOnce) => {
            run++;
            const two = all.map((samples, i) => samples.map((sample) => ({ ...sample, series: `run:${run}.${i}` })));
            const mixed = two.flat();
            for (let i = 0; i < mixed.length; i += atOnce) await insist(() => series.append(mixed.slice(i, i + atOnce)));
            await insist(() => series.append(mixed.slice(0, 3)));
            const agree = async (asked: Series) => {
              for (const [i, samples] of two.entries()) {
                const [from, to, parts] = ranges[i] ?? [0, 1, 1];
                await eventually(subject, async () => expectAgreement(await asked.read(`run:${run}.${i}`, from, to, parts), oracle(samples)));
              }
            };
            await agree(series);
            if (run % 3 === 0) await insist(() => series.sweep());
            if (run % 3 === 1) await agree(await again());
            await agree(series);
          },
        ),
        { numRuns: kind ? 6 : 3 },
      );
      await close();
    });

    it('keep them as they were, then by 5 minutes, hours and days, then no more; states stay exact', async () => {
      const subject = await open();
      const { series, clock, rawMs, close } = subject;
      const start = clock.now();
      const began = start - (start % dayMs);
      const samples = eachMinute('a', began + 23 * 60 * minute, [
        ...times(50, 'up' as const),
        'down',
        'down',
        ...times(60, 'up' as const),
        'maintenance',
        'unknown',
      ]);
      await insist(() => series.append(samples));
      for (const age of [0, 2, 8, 31, 92, 399]) {
        await clock.jump(Math.max(0, start + age * dayMs - clock.now()));
        await insist(() => series.sweep());
        const slotMsAt = (at: number) => {
          const keeping = keepingOf(dayOf(at), clock.now(), rawMs);
          return typeof keeping === 'number' ? keeping : 0;
        };
        for (const [from, to, parts] of [
          [began, began + 2 * dayMs, 1],
          [began + 23.3 * 60 * minute, began + 24.5 * 60 * minute, 3],
          [samples[49]?.at ?? 0, samples[52]?.at ?? 0, 1],
        ] as const)
          await eventually(subject, async () => expectAgreement(await series.read('a', from, to, parts), oracle(samples, slotMsAt)));
      }
      await clock.jump(keptMs);
      await insist(() => series.sweep());
      expect((await series.read('a', began, began + 2 * dayMs))[0]).toMatchObject({ stateMs: nothing, latency: new Map() });
      await close();
    });

    it('count nothing of what was not watched, and no hole where a run was a little late', async () => {
      const subject = await open();
      const { series, clock, close } = subject;
      const from = clock.now();
      await insist(() => series.append([...eachMinute('a', from, times(10, 'up')), ...eachMinute('a', from + 60 * minute, times(5, 'down'))]));
      await eventually(subject, async () => {
        const [part] = await series.read('a', from, from + 120 * minute);
        expect(part?.stateMs).toEqual({ ...nothing, up: 9 * minute + 23 + minute, down: 4 * minute + 28 + minute });
        expect(part && uptimeOf(part)).toBeCloseTo(10 / 15, 3);
      });
      const [none] = await series.read('never', from, from + minute);
      expect(none).toEqual({ from, to: from + minute, stateMs: nothing, latency: new Map() });
      expect(none && uptimeOf(none)).toBeNull();
      await close();
    });

    it('forget a series that was dropped, whatever became of its samples; one of its name begins anew', async () => {
      const subject = await open();
      const { series, clock, again, close } = subject;
      const from = clock.now();
      const range = [from - dayMs, from + 2 * dayMs] as const;
      for (const isPacked of [false, true]) {
        await insist(() => series.append([...eachMinute('a', from, times(5, 'up')), ...eachMinute('b', from, times(5, 'up'))]));
        await eventually(subject, async () => expect(countOf((await series.read('a', ...range))[0]?.latency ?? new Map())).toBe(5));
        if (isPacked) await insist(() => series.sweep());
        await clock.advance(1_000);
        await insist(() => series.drop('a'));
        await insist(() => series.drop('a'));
        const gone = async (asked: Series) => expect((await asked.read('a', ...range))[0]).toMatchObject({ stateMs: nothing, latency: new Map() });
        await gone(series);
        await insist(() => series.sweep());
        await gone(series);
        await gone(await again());
        await clock.advance(1_000);
      }
      await insist(() => series.append([{ series: 'a', at: from, forMs: 7, state: 'down' }]));
      for (const packs of [false, true]) {
        if (packs) await insist(() => series.sweep());
        await eventually(subject, async () => expect((await series.read('a', ...range))[0]?.stateMs).toEqual({ ...nothing, down: 7 }));
        expect((await series.read('b', ...range))[0]?.stateMs.up).toBeGreaterThan(4 * minute);
      }
      await close();
    });

    it('stand a clock that jumps: what was seen ahead stays there, what comes after is where it says', async () => {
      const subject = await open();
      const { series, clock, close } = subject;
      const from = clock.now();
      const ahead = from + 5_000 * dayMs;
      await insist(() => series.append(eachMinute('a', from, times(5, 'up'))));
      await insist(() => series.append(eachMinute('a', ahead, times(2, 'down'))));
      await insist(() => series.append(eachMinute('a', from + 3 * minute, times(5, 'up'))));
      await insist(() => series.sweep());
      await eventually(subject, async () => {
        expect((await series.read('a', from, from + dayMs))[0]?.stateMs).toMatchObject({ up: 8 * minute + 28, down: 0 });
        expect((await series.read('a', ahead, ahead + dayMs))[0]?.stateMs).toMatchObject({ up: 0, down: 2 * minute + 7 });
      });
      // Ahead for so long that all was rolled up: what comes of those days after that is left out, and nothing is counted twice.
      await clock.jump(8 * dayMs);
      await insist(() => series.sweep());
      await insist(() => series.append(eachMinute('a', from, times(3, 'down'))));
      await insist(() => series.append([{ series: 'a', at: from - keptMs, forMs: minute, state: 'up' }]));
      await insist(() => series.sweep());
      await eventually(subject, async () => {
        const [part] = await series.read('a', from, from + dayMs);
        expect([part?.stateMs.down, part && countOf(part.latency)]).toEqual([0, 10]);
      });
      expect((await series.read('a', from - keptMs - dayMs, from - keptMs + dayMs))[0]?.stateMs).toEqual(nothing);
      await close();
    });

    it('refuse what can not be, and keep nothing of it', async () => {
      const { series, clock, close } = await open();
      const [right] = eachMinute('a', clock.now(), ['up']);
      if (!right) throw new TypeError();
      for (const wrong of [{ series: 'no name' }, { at: Number.NaN }, { forMs: dayMs + 1 }, { ms: -1 }])
        await expect(insist(() => series.append([right, { ...right, ...wrong }]))).rejects.toBeInstanceOf(RangeError);
      for (const [from, to, parts] of [
        [5, 5, 1],
        [6, 5, 1],
        [0.5, 2, 1],
        [0, Number.NaN, 1],
        [0, 5, 0],
        [0, 5, 1_001],
        [0, 5, 1.5],
      ] as const)
        await expect(series.read('a', from, to, parts)).rejects.toBeInstanceOf(RangeError);
      await expect(series.read('', 0, 5)).rejects.toBeInstanceOf(RangeError);
      await expect(insist(() => series.drop('..'))).rejects.toBeInstanceOf(RangeError);
      await insist(() => series.append([]));
      expect((await series.read('a', right.at, right.at + minute))[0]?.stateMs).toEqual(nothing);
      await close();
    });

    it('take many at once, from many', async () => {
      const subject = await open();
      const { series, clock, close } = subject;
      const from = clock.now();
      const names = Array.from({ length: 24 }, (_, i) => `check:${i}`);
      await Promise.all(
        times(3, 0).map((_, i) =>
          insist(() => series.append(names.map((one) => ({ series: one, at: from + i * minute, forMs: minute, state: 'up', ms: i })))),
        ),
      );
      for (const packs of [false, true]) {
        if (packs) await insist(() => series.sweep());
        for (const one of ['check:0', 'check:11', 'check:23']) {
          await eventually(subject, async () => expect((await series.read(one, from, from + dayMs))[0]?.stateMs.up).toBe(3 * minute));
        }
      }
      await close();
    });
  });
}
