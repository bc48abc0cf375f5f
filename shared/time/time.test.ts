import { describe, expect, it } from 'vitest';
import { sayLength } from './sayLength.ts';
import { sayDate, sayWhen } from './sayWhen.ts';
import { dayAfter, instantOf, instantsOf, later, wallOf } from './zoned.ts';

const zone = 'Europe/Berlin';
const now = Date.parse('2026-06-10T12:00:00Z');

describe('sayWhen', () => {
  it.each([
    ['2026-06-10T12:02:59Z', 'today at 14:02'],
    ['2026-06-10T22:30:00Z', 'tomorrow at 00:30'],
    ['2026-06-09T21:59:00Z', 'yesterday at 23:59'],
    ['2026-06-12T07:00:00Z', 'on Friday 12 June at 09:00'],
    ['2027-01-05T09:00:00Z', 'on Tuesday 5 January 2027 at 10:00'],
  ])('%s is %s', (iso, words) => expect(sayWhen(Date.parse(iso), zone, now)).toBe(words));

  it('has its seconds when it is less than a minute away, and they are all that tells it from now', () => {
    const said = (iso: string, at: string) => sayWhen(Date.parse(iso), zone, Date.parse(at));
    expect(said('2026-06-10T12:00:43Z', '2026-06-10T12:00:23Z')).toBe('today at 14:00:43');
    expect(said('2026-06-10T12:01:13Z', '2026-06-10T12:00:23Z')).toBe('today at 14:01:13');
    expect(said('2026-06-10T12:01:00Z', '2026-06-10T12:00:23Z')).toBe('today at 14:01');
    expect(said('2026-06-10T12:01:23Z', '2026-06-10T12:00:23Z')).toBe('today at 14:01');
    expect(said('2026-06-10T12:00:23Z', '2026-06-10T12:00:23Z')).toBe('today at 14:00');
  });

  it('has the day of the zone', () => expect(sayWhen(Date.parse('2026-06-10T22:30:00Z'), 'America/New_York', now)).toBe('today at 18:30'));
});

it('tells times in a person’s language', () => {
  const said = (iso: string) => sayWhen(Date.parse(iso), zone, now, 'de-AT');
  expect(['2026-06-10T12:02:00Z', '2026-06-12T07:00:00Z', '2027-01-05T09:00:00Z'].map(said)).toEqual([
    'heute um 14:02',
    'am Freitag, 12. Juni um 09:00',
    'am Dienstag, 5. Januar 2027 um 10:00',
  ]);
  expect([sayLength(90_000_000, 'de'), sayDate(now, 'de')]).toEqual(['1 Tag 1 Stunde', '10. Juni 2026']);
});

it('sayDate is the day in UTC', () => expect(sayDate(Date.parse('2026-12-24T23:59:59Z'))).toBe('24 December 2026'));

describe('wall time', () => {
  const wall = { year: 2026, month: 3, day: 29, hour: 2, minute: 30, second: 0 };

  it('that the clocks skip is as much later', () => expect(instantOf(wall, zone)).toBe(Date.parse('2026-03-29T01:30:00Z')));
  it('that they show twice is the first', () => expect(instantOf({ ...wall, month: 10, day: 25 }, zone)).toBe(Date.parse('2026-10-25T00:30:00Z')));
  it('that they show twice is two instants, any other one or none', () => {
    const half2 = { ...wall, month: 10, day: 25 };
    expect(instantsOf(half2, zone)).toEqual([Date.parse('2026-10-25T00:30:00Z'), Date.parse('2026-10-25T01:30:00Z')]);
    expect(instantsOf(wall, zone)).toEqual([Date.parse('2026-03-29T01:30:00Z')]);
    expect(instantsOf({ ...half2, hour: 12 }, zone)).toHaveLength(1);
    expect(instantsOf({ ...wall, month: 2, day: 30 }, zone)).toEqual([]);
  });
  it('of a day that does not exist is none', () => expect(instantOf({ ...wall, month: 2, day: 30 }, zone)).toBeNull());
  it('comes back from its instant', () =>
    expect(wallOf(Date.parse('2026-06-10T12:00:23Z'), zone)).toMatchObject({ day: 10, hour: 14, second: 23, dayOfWeek: 3 }));
});

describe('later', () => {
  const none = { years: 0, months: 0, weeks: 0, days: 0, ms: 0 };
  it.each([
    [{ days: 1 }, '2026-03-28T11:00:00Z', '2026-03-29T10:00:00Z'],
    [{ ms: 86_400_000 }, '2026-03-28T11:00:00Z', '2026-03-29T11:00:00Z'],
    [{ months: 1 }, '2027-01-31T08:00:00Z', '2027-02-28T08:00:00Z'],
    [{ years: 1 }, '2028-02-29T08:00:00Z', '2029-02-28T08:00:00Z'],
  ])('by %j from %s is %s', (amount, from, to) => expect(later(Date.parse(from), { ...none, ...amount }, zone)).toBe(Date.parse(to)));
  it('past the end of time is none', () => expect(later(now, { ...none, years: 1_000_000 }, zone)).toBeNull());
});

it('dayAfter goes over month ends and leap days', () => {
  expect(dayAfter({ year: 2028, month: 2, day: 28 }, 1)).toEqual({ year: 2028, month: 2, day: 29 });
  expect(dayAfter({ year: 2026, month: 1, day: 1 }, -1)).toEqual({ year: 2025, month: 12, day: 31 });
});

it.each([
  [0, '0 seconds'],
  [59_999, '59 seconds'],
  [60_000, '1 minute'],
  [3_723_000, '1 hour 2 minutes'],
  [86_405_000, '1 day'],
  [2 * 86_400_000 + 3_600_000, '2 days 1 hour'],
])('%i ms is said as %s', (ms, said) => expect(sayLength(ms)).toBe(said));
