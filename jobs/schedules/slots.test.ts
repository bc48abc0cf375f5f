import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Timing } from '../../shared/command/kinds/index.ts';
import { instantsOf } from '../../shared/time/zoned.ts';
import { slotAfter, slotsAfter } from './slots.ts';

const at = (iso: string) => Date.parse(iso);
const shown = (slots: readonly number[]) => slots.map((slot) => new Date(slot).toISOString().slice(0, 16));
const berlin = { timeZone: 'Europe/Berlin' } as const;
const next = (rule: Timing, from: string, count: number, anchor = from) => shown(slotsAfter(rule, at(anchor), at(from), count));

describe('the slots of a rule', () => {
  it('keep their wall time when the clocks change', () => {
    const nine: Timing = { unit: 'day', every: 1, at: '09:00', ...berlin };
    expect(next(nine, '2025-03-29T00:00Z', 3)).toEqual(['2025-03-29T08:00', '2025-03-30T07:00', '2025-03-31T07:00']);
  });

  it('run at the end of a gap, once, where the clocks skip their time', () => {
    const half: Timing = { unit: 'day', every: 1, at: '02:30', ...berlin };
    expect(next(half, '2025-03-29T12:00Z', 2)).toEqual(['2025-03-30T01:00', '2025-03-31T00:30']);
    expect(next({ unit: 'cron', expression: '10,40 2 * * *', ...berlin }, '2025-03-29T12:00Z', 2)).toEqual(['2025-03-30T01:00', '2025-03-31T00:10']);
    // Half an hour is skipped there, at 2.
    expect(next({ ...half, at: '02:15', timeZone: 'Australia/Lord_Howe' }, '2025-10-04T00:00Z', 1)).toEqual(['2025-10-04T15:30']);
  });

  it('run once where the clocks show their time twice', () => {
    const half: Timing = { unit: 'day', every: 1, at: '02:30', ...berlin };
    expect(next(half, '2025-10-25T12:00Z', 2)).toEqual(['2025-10-26T00:30', '2025-10-27T01:30']);
    // Also when asked between the two.
    expect(next(half, '2025-10-26T01:10Z', 1, '2025-10-01T00:00Z')).toEqual(['2025-10-27T01:30']);
    expect(next({ unit: 'cron', expression: '30 2 * * *', ...berlin }, '2025-10-25T12:00Z', 2)).toEqual(['2025-10-26T00:30', '2025-10-27T01:30']);
  });

  it('of a rhythm go by elapsed time through both', () => {
    const half: Timing = { unit: 'cron', expression: '*/30 * * * *', ...berlin };
    expect(next(half, '2025-10-26T00:00Z', 4)).toEqual(['2025-10-26T00:30', '2025-10-26T01:00', '2025-10-26T01:30', '2025-10-26T02:00']);
    expect(next(half, '2025-03-30T00:30Z', 2)).toEqual(['2025-03-30T01:00', '2025-03-30T01:30']);
    const two: Timing = { unit: 'interval', everyMs: 7_200_000 };
    expect(next(two, '2025-03-30T00:59Z', 2, '2025-03-29T23:00Z')).toEqual(['2025-03-30T01:00', '2025-03-30T03:00']);
  });

  it('of every second period count from when the rule was made', () => {
    const friday: Timing = { unit: 'week', every: 2, on: [5], at: '09:00', timeZone: 'UTC' };
    expect(next(friday, '2025-01-06T00:00Z', 3)).toEqual(['2025-01-10T09:00', '2025-01-24T09:00', '2025-02-07T09:00']);
    expect(next(friday, '2025-01-27T00:00Z', 1, '2025-01-06T00:00Z')).toEqual(['2025-02-07T09:00']);
  });

  it('leave out months without the day; the last day and the last weekday always come', () => {
    const on = (day: number): Timing => ({ unit: 'month', every: 1, day, at: '12:00', timeZone: 'UTC' });
    expect(next(on(31), '2025-01-15T00:00Z', 3)).toEqual(['2025-01-31T12:00', '2025-03-31T12:00', '2025-05-31T12:00']);
    expect(next(on(-1), '2025-01-31T12:00Z', 2)).toEqual(['2025-02-28T12:00', '2025-03-31T12:00']);
    const monday: Timing = { unit: 'monthWeekday', every: 1, nth: 1, weekday: 1, at: '09:00', timeZone: 'UTC' };
    expect(next(monday, '2025-09-01T09:00Z', 2)).toEqual(['2025-10-06T09:00', '2025-11-03T09:00']);
    expect(next({ ...monday, nth: -1, weekday: 5 }, '2025-01-01T00:00Z', 2)).toEqual(['2025-01-31T09:00', '2025-02-28T09:00']);
  });

  it('of 29 February come every fourth year, and of the 31st of every twelfth month from a February never', () => {
    const leap: Timing = { unit: 'year', month: 2, day: 29, at: '00:00', timeZone: 'UTC' };
    expect(next(leap, '2096-03-01T00:00Z', 1)).toEqual(['2104-02-29T00:00']);
    expect(next({ unit: 'month', every: 12, day: 31, at: '00:00', timeZone: 'UTC' }, '2025-02-01T00:00Z', 1)).toEqual([]);
    expect(next({ unit: 'cron', expression: '0 0 30 2 *', timeZone: 'UTC' }, '2025-02-01T00:00Z', 1)).toEqual([]);
  });

  it('of a day that a zone leaves out run at its end, before those of the day that follows', () => {
    const noon: Timing = { unit: 'day', every: 1, at: '12:00', timeZone: 'Pacific/Apia' };
    expect(next(noon, '2011-12-29T00:00Z', 3)).toEqual(['2011-12-29T22:00', '2011-12-30T10:00', '2011-12-30T22:00']);
  });

  it('of one instant come once', () => {
    const once: Timing = { unit: 'once', at: at('2025-05-01T10:00Z'), timeZone: 'UTC' };
    expect(next(once, '2025-05-01T09:00Z', 3)).toEqual(['2025-05-01T10:00']);
    expect(next(once, '2025-05-01T10:00Z', 3)).toEqual([]);
  });

  it('throw in a zone that there is none of', () => {
    expect(() => slotAfter({ unit: 'day', every: 1, at: '09:00', timeZone: 'Europe/Atlantis' }, 0, 0)).toThrow(RangeError);
    expect(() => slotAfter({ unit: 'cron', expression: '0 9 * * *', timeZone: 'Europe/Atlantis' }, 0, 0)).toThrow(RangeError);
  });
});

const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Antarctica/Troll', 'America/St_Johns', 'UTC'];

/** All changes of a zone's clock over 20 years, ms. */
function changesOf(timeZone: string): number[] {
  const changes: number[] = [];
  let zoned = Temporal.Instant.from('2005-01-01T00:00Z').toZonedDateTimeISO(timeZone).getTimeZoneTransition('next');
  for (; zoned && zoned.year < 2025; zoned = zoned.getTimeZoneTransition('next')) changes.push(zoned.epochMilliseconds);
  return changes;
}

describe('around every change of the clocks of 20 years', () => {
  it.each(zones)('%s: a day has one slot, at its wall time or at the end of the gap that skips it', (timeZone) => {
    for (const change of changesOf(timeZone)) {
      for (const minutes of [-30, 0, 59]) {
        const wall = Temporal.Instant.fromEpochMilliseconds(change + minutes * 60_000).toZonedDateTimeISO(timeZone);
        for (const time of [wall, wall.subtract({ minutes: 45 })].map((one) => one.toPlainTime())) {
          const rule: Timing = { unit: 'day', every: 1, at: time.toString().slice(0, 5), timeZone };
          const from = change - 2 * 86_400_000;
          const slots = slotsAfter(rule, from, from, 4);
          const days = slots.map((slot) => Temporal.Instant.fromEpochMilliseconds(slot).toZonedDateTimeISO(timeZone).toPlainDate().toString());
          expect(new Set(days).size).toBe(days.length);
          for (const slot of slots) {
            const zoned = Temporal.Instant.fromEpochMilliseconds(slot).toZonedDateTimeISO(timeZone);
            if (zoned.toPlainTime().toString().slice(0, 5) === rule.at) {
              const { year, month, day, hour, minute } = zoned;
              expect(slot).toBe(instantsOf({ year, month, day, hour, minute, second: 0 }, timeZone)[0]);
            } else expect(slot).toBe(change);
          }
        }
      }
    }
  });

  it('any rule goes on, never back, and is the same from wherever it is asked', () => {
    const zone = fc.constantFrom(...zones);
    const time = fc.tuple(fc.nat(23), fc.nat(59)).map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
    const rule: fc.Arbitrary<Timing> = fc.oneof(
      fc.record({ unit: fc.constant('interval' as const), everyMs: fc.integer({ min: 1, max: 5_000 }).map((minutes) => minutes * 60_000) }),
      fc.record({ unit: fc.constant('day' as const), every: fc.integer({ min: 1, max: 9 }), at: time, timeZone: zone }),
      fc.record({
        unit: fc.constant('week' as const),
        every: fc.integer({ min: 1, max: 4 }),
        on: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }).map((on) => on.sort()),
        at: time,
        timeZone: zone,
      }),
      fc.record({
        unit: fc.constant('month' as const),
        every: fc.integer({ min: 1, max: 3 }),
        day: fc.constantFrom(-1, 1, 15, 30, 31),
        at: time,
        timeZone: zone,
      }),
      fc.record({ unit: fc.constant('cron' as const), expression: fc.constantFrom('0 9 * * 1-5', '*/20 2 * * *', '30 1,2 * * *'), timeZone: zone }),
    );
    fc.assert(
      fc.property(rule, fc.integer({ min: 0, max: 20 * 365 }), fc.nat(86_399), (made, day, second) => {
        const from = at('2005-01-01T00:00Z') + day * 86_400_000 + second * 1_000;
        const anchor = from - 40 * 86_400_000;
        const slots = slotsAfter(made, anchor, from, 12);
        for (const [i, slot] of slots.entries()) {
          expect(slot).toBeGreaterThan(slots[i - 1] ?? from);
          expect(slotAfter(made, anchor, slot - 1)).toBe(slot);
        }
      }),
      { numRuns: 150 },
    );
  });
});
