import { Temporal } from 'temporal-polyfill';

/** A time on the wall clock, without saying of which zone. Months count from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/**
 * Wall time in a zone → ms since 1970, or null for a date that doesn't exist (30 February). A time the clocks skip in spring is taken as long after the gap's
 * beginning as it says (02:30 becomes 03:30); one they show twice in autumn is the first.
 */
export function instantOf(wall: WallTime, timeZone: string): number | null {
  try {
    const date = Temporal.PlainDateTime.from({ ...wall }, { overflow: 'reject' });
    return date.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** All instants of a wall time, in order: two of one that the clocks show twice in autumn, none of a date that doesn't exist, else as `instantOf`. */
export function instantsOf(wall: WallTime, timeZone: string): readonly number[] {
  const first = instantOf(wall, timeZone);
  if (first === null) return [];
  const last = Temporal.PlainDateTime.from({ ...wall }).toZonedDateTime(timeZone, { disambiguation: 'later' }).epochMilliseconds;
  return last === first ? [first] : [first, last];
}

/** What the wall clock shows in a zone at an instant (ms since 1970). */
export function wallOf(at: number, timeZone: string): WallTime & { readonly dayOfWeek: number } {
  const { year, month, day, hour, minute, second, dayOfWeek } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  return { year, month, day, hour, minute, second, dayOfWeek };
}

/** The date `days` later, over month ends and leap years. */
export function dayAfter({ year, month, day }: Pick<WallTime, 'year' | 'month' | 'day'>, days: number): Pick<WallTime, 'year' | 'month' | 'day'> {
  const date = Temporal.PlainDate.from({ year, month, day }).add({ days });
  return { year: date.year, month: date.month, day: date.day };
}

/**
 * Days, weeks, months and years by the calendar of the zone (the same time of day, over DST; 31 January + 1 month = 28 February), then `ms` by the stopwatch.
 * Answers null past the end of time.
 */
export function later(
  at: number,
  { years, months, weeks, days, ms }: { years: number; months: number; weeks: number; days: number; ms: number },
  timeZone: string,
): number | null {
  try {
    return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).add({ years, months, weeks, days }).add({ milliseconds: ms })
      .epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
