import type { ParsedComponents, ParsedResult } from 'chrono-node';
import { dayAfter, instantsOf, wallOf } from '../../../time/zoned.ts';

/** What a date in words means. */
export interface Meant {
  /** ms since 1970; it may be past. Null when it can't be. */
  readonly at: number | null;
  /** Today, or a part of it, was named without an hour, and is over then (ms since 1970). */
  readonly open?: { readonly of: 'day' | 'part'; readonly until: number };
}

/** A day without a time means this hour. */
const dayStartsAt = 9;
const partsOfDay = /^casualReference\/(morning|afternoon|evening|night|tonight|noon|midnight)$/;
/** When each part of a day is over; noon and midnight are moments. */
const partEnds: Readonly<Record<string, number>> = { morning: 12, afternoon: 18, evening: 24, night: 24, tonight: 24 };

/**
 * The instant that a reader's result means in a zone; an offset of its own ("EST") stands above the zone, unless the words named that. A time without a date is the
 * next one after `saidAt`, in the other half of the day too when its half wasn't said: "at 5" at 14:00 is 17:00. One that the clocks show twice is the first, or the
 * second when the first is past.
 */
export function meant({ start, text }: ParsedResult, saidAt: number, timeZone: string, zoneNamed: boolean): Meant {
  const tags = [...start.tags()];
  if (tags.includes('casualReference/now')) return { at: saidAt };
  const part = (name: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second') => start.get(name) ?? 0;
  const today = wallOf(saidAt, timeZone);
  const partOfDay = tags.map((tag) => partsOfDay.exec(tag)?.[1]).find((name) => name !== undefined);
  const named = (['day', 'weekday', 'month', 'year'] as const).some((name) => start.isCertain(name));
  const date = named ? dateOf(start, today) : today;
  const dated = named || /^this\s/i.test(text);
  if (!date) return { at: null };
  const certain = start.isCertain('hour');
  const hour = certain || (partOfDay !== undefined && partOfDay !== 'morning') ? part('hour') : dayStartsAt;
  const time = { hour, minute: certain || partOfDay !== undefined ? part('minute') : 0, second: certain ? part('second') : 0 };

  const offset = !zoneNamed && start.isCertain('timezoneOffset') ? start.get('timezoneOffset') : null;
  const inZone = (days: number, hours: number): readonly number[] => {
    const day = dayAfter(date, days);
    if (offset === null) return instantsOf({ ...day, ...time, hour: time.hour + hours }, timeZone);
    return [Date.UTC(day.year, day.month - 1, day.day, time.hour + hours, time.minute, time.second) - offset * 60_000];
  };
  const isToday = date.year === today.year && date.month === today.month && date.day === today.day;
  const halves = certain && !start.isCertain('meridiem') && hour >= 1 && hour < 12 && !clockOf24.test(text) ? [0, 12] : [0];
  const days = dated ? [0] : [0, 1];
  const instants = days.flatMap((day) => halves.flatMap((hours) => inZone(day, hours)));
  const at = (dated && !isToday ? undefined : instants.find((instant) => instant > saidAt)) ?? instants[0] ?? null;
  if (certain || !isToday || !dated) return { at };
  const ends = partOfDay === undefined ? 24 : partEnds[partOfDay];
  const [until] = ends === undefined ? [] : instantsOf({ ...dayAfter(date, ends === 24 ? 1 : 0), hour: ends % 24, minute: 0, second: 0 }, timeZone);
  return until === undefined ? { at } : { at, open: { of: partOfDay === undefined ? 'day' : 'part', until } };
}

/** An hour that is written as 24 of them are: "05:00", "5 Uhr". Not the nought of a date or of minutes. */
const clockOf24 = /(?<![\d:.,/-])0\d(?=[:.]\d\d|\s*$)|\buhr\b/i;

/** Null for a weekday that its date isn't. Today's date without a year is today, though the hour may be past. */
function dateOf(start: ParsedComponents, today: { year: number; month: number; day: number }) {
  const date = { year: start.get('year') ?? 0, month: start.get('month') ?? 0, day: start.get('day') ?? 0 };
  if (!start.isCertain('year') && start.isCertain('day') && date.month === today.month && date.day === today.day) return today;
  if (
    start.isCertain('weekday') &&
    start.isCertain('day') &&
    new Date(Date.UTC(date.year, date.month - 1, date.day)).getUTCDay() !== start.get('weekday')
  )
    return null;
  return date;
}
