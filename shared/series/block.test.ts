import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchIn, batchOf } from './batch.ts';
import { blockOf, dayIn, withPoints } from './block.ts';
import { type Day, dayMs, dayOf, type Point } from './day.ts';
import { keepingOf, keptDay } from './keeping.ts';
import { anyRange, anySamples, expectAgreement, oracle } from './oracle.contract.ts';
import { partsOf } from './parts.ts';
import { rolledUp } from './roll.ts';
import type { Sample } from './series.ts';

/** As a driver keeps them: by day, some at a time. */
function blocksOf(samples: readonly Sample[], atOnce: number): Map<number, Uint8Array> {
  const blocks = new Map<number, Uint8Array>();
  for (let i = 0; i < samples.length; i += atOnce) {
    const byDay = Map.groupBy([...batchIn(batchOf(samples.slice(i, i + atOnce)))], ({ point }) => dayOf(point.at));
    for (const [day, placed] of byDay) {
      blocks.set(
        day,
        withPoints(
          day,
          blocks.get(day),
          placed.map(({ point }) => point),
        ),
      );
    }
  }
  return blocks;
}

const daysIn = (blocks: ReadonlyMap<number, Uint8Array>): readonly Day[] =>
  [...blocks].sort(([a], [b]) => a - b).map(([day, block]) => dayIn(day, block));

const eachMinute = (count: number, point: (i: number) => Partial<Point> = () => ({})): Point[] =>
  Array.from({ length: count }, (_, i) => ({ at: i * 60_000, forMs: 60_000, state: 0, bucket: 230, ...point(i) }));

describe('a day as a block', () => {
  it('says of any range what all its samples say, whatever order they came in, and how often', () => {
    fc.assert(
      fc.property(anySamples('a'), anyRange, fc.integer({ min: 1, max: 9 }), (samples, [from, to, parts], atOnce) => {
        expectAgreement(partsOf(daysIn(blocksOf([...samples, ...samples.slice(0, 5)], atOnce)), from, to, parts), oracle(samples));
      }),
      { numRuns: 150 },
    );
  });

  it('rolled up agrees with what it was made of: states to the millisecond, latencies by its slots', () => {
    const slot = fc.constantFrom(300_000, 3_600_000, dayMs);
    fc.assert(
      fc.property(anySamples('a'), anyRange, fc.array(slot, { minLength: 1, maxLength: 3 }), (samples, [from, to, parts], slots) => {
        const rolled = daysIn(blocksOf(samples, 50)).map((day) => slots.reduce(rolledUp, day));
        const days = rolled.map((day) => dayIn(day.day, blockOf(day)));
        expect(days).toEqual(rolled);
        expectAgreement(
          partsOf(days, from, to, parts),
          oracle(samples, () => Math.max(...slots)),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('may be rolled up beside one that is not', () => {
    fc.assert(
      fc.property(anySamples('a'), anyRange, (samples, [from, to, parts]) => {
        const days = daysIn(blocksOf(samples, 50));
        const mixed = days.map((day) => (day.day % 2 === 0 ? rolledUp(day, dayMs) : day));
        expectAgreement(
          partsOf(mixed, from, to, parts),
          oracle(samples, (at) => (dayOf(at) % 2 === 0 ? dayMs : 0)),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('is small: two bytes a sample as checks run, a few hundred in all once it is rolled up by hours', () => {
    const jitter = (i: number) => ({ at: i * 60_000 + ((i * 7) % 40), bucket: 230 + ((i * 13) % 11) });
    const raw: Day = { kind: 'raw', day: 0, points: eachMinute(1_440, jitter) };
    expect(blockOf(raw).length).toBeLessThan(2.1 * 1_440);
    expect(blockOf(rolledUp(raw, 3_600_000)).length).toBeLessThan(700);
    expect(blockOf(rolledUp(raw, dayMs)).length).toBeLessThan(60);
  });

  it('is no longer for having come piece by piece', () => {
    let block: Uint8Array | undefined;
    for (const point of eachMinute(1_000)) block = withPoints(0, block, [point]);
    expect(block?.length).toBeLessThan(2.5 * 1_000);
    expect(dayIn(0, block ?? new Uint8Array())).toEqual({ kind: 'raw', day: 0, points: eachMinute(1_000) });
  });

  it('that was cut or changed is refused, never guessed', () => {
    const block = blockOf({ kind: 'raw', day: 0, points: eachMinute(20) });
    for (let length = 3; length < block.length; length++) expect(() => dayIn(0, block.subarray(0, length))).toThrow(RangeError);
    expect(() => dayIn(0, Uint8Array.of(9, 1))).toThrow(RangeError);
  });
});

describe('what is kept for how long', () => {
  const [day, rawMs] = [20_000, 7 * dayMs];
  const ends = (day + 1) * dayMs;

  it.each([
    ['as it was seen', 0, 'raw'],
    ['as it was seen, to the last', 7 * dayMs - 1, 'raw'],
    ['by 5 minutes', 7 * dayMs, 300_000],
    ['by hours', 30 * dayMs, 3_600_000],
    ['by days', 90 * dayMs, dayMs],
    ['by days, to the last', 400 * dayMs - 1, dayMs],
    ['no more', 400 * dayMs, 'gone'],
    ['as it was seen, when the clock jumped back', -9 * dayMs, 'raw'],
  ])('%s, %d ms after its end', (_, age, keeping) => expect(keepingOf(day, ends + age, rawMs)).toBe(keeping));

  it('longer as it was seen, where that is asked for', () => {
    expect(keepingOf(day, ends + 50 * dayMs, 60 * dayMs)).toBe('raw');
    expect(keepingOf(day, ends + 60 * dayMs, 60 * dayMs)).toBe(3_600_000);
    expect(keepingOf(day, ends + 500 * dayMs, 600 * dayMs)).toBe('raw');
    expect(keepingOf(day, ends + 600 * dayMs, 600 * dayMs)).toBe('gone');
  });

  it('never finer again: a clock that jumps back finds it as coarse as it was', () => {
    const hourly = keptDay({ kind: 'raw', day: 0, points: eachMinute(90) }, 40 * dayMs, rawMs);
    expect(hourly).toMatchObject({ kind: 'rolled', slotMs: 3_600_000 });
    expect(hourly && keptDay(hourly, 10 * dayMs, rawMs)).toEqual(hourly);
  });
});

describe('a batch', () => {
  it.each([
    { series: '' },
    { series: 'a b' },
    { series: 'ä' },
    { series: '..' },
    { series: 'a'.repeat(81) },
    { at: -1 },
    { at: 1.5 },
    { at: Number.NaN },
    { at: 8.64e15 + 1 },
    { forMs: 0 },
    { forMs: dayMs + 1 },
    { ms: -1 },
    { ms: Number.NaN },
    { ms: Number.POSITIVE_INFINITY },
  ])('refuses what can not be: %j', (wrong) => {
    const right: Sample = { series: 'a', at: 1, forMs: 1, state: 'up' };
    expect(() => batchOf([right, { ...right, ...wrong }])).toThrow(RangeError);
  });

  it('brings each sample as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'check:1', '.x', 'Z'.repeat(80)), anySamples('b')), { maxLength: 4 }), (some) => {
        const samples = some.flatMap(([series, all]) => all.map((sample) => ({ ...sample, series })));
        const read = [...batchIn(batchOf(samples))];
        expect(read.map(({ series, point }) => [series, point.at, point.forMs, point.bucket >= 0])).toEqual(
          samples.map(({ series, at, forMs, ms }) => [series, at, forMs, ms !== undefined]),
        );
      }),
    );
  });
});
