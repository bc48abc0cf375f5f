import type { Recurrence } from '../../shared/command/kinds/recurrence.ts';

/** What names days of the calendar. */
export type OnDates = Extract<Recurrence, { readonly at: string }>;

/** Periods without a day that are passed over before a rule counts as one that never comes: 29 February is 8 years away at most, the fifth of 99 months 40. */
const barrenMax = 500;
const dayMs = 86_400_000;

/** The dates of a rule from one on, in order, as days since 1970; `anchor`: the date its periods count from. Ends where none comes any more. */
export function* datesOf(rule: OnDates, anchor: number, from: number): Generator<number, void> {
  switch (rule.unit) {
    case 'day':
      for (let date = aligned(from, anchor, rule.every); ; date += rule.every) yield date;
    case 'week':
      for (let week = aligned(weekOf(from), weekOf(anchor), rule.every); ; week += rule.every) {
        for (const weekday of rule.on) if (mondayOf(week) + weekday - 1 >= from) yield mondayOf(week) + weekday - 1;
      }
    case 'month':
      return yield* inMonths(rule.every, anchor, from, (month) => dayIn(month, rule.day));
    case 'monthWeekday':
      return yield* inMonths(rule.every, anchor, from, (month) => weekdayIn(month, rule.nth, rule.weekday));
    case 'year':
      // Whatever month it was made in: a year's day counts from no month.
      return yield* inMonths(12, rule.month - 1, from, (month) => dayIn(month, rule.day), rule.month - 1);
  }
}

function* inMonths(every: number, anchor: number, from: number, dayOf: (month: number) => number | null, anchorMonth = monthOf(anchor)) {
  let barren = 0;
  for (let month = aligned(monthOf(from), anchorMonth, every); barren < barrenMax; month += every) {
    const date = dayOf(month);
    if (date === null) barren += 1;
    else if (date >= from) {
      barren = 0;
      yield date;
    }
  }
}

/** The first of `anchor`, `anchor + every`, … that isn't before `from`; also where the anchor is later. */
const aligned = (from: number, anchor: number, every: number) => anchor + Math.ceil((from - anchor) / every) * every;

/** 1 January 1970 was a Thursday. */
const weekOf = (date: number) => Math.floor((date + 3) / 7);
const mondayOf = (week: number) => week * 7 - 3;

/** Months since January of the year 0. */
const monthOf = (date: number) => {
  const at = new Date(date * dayMs);
  return at.getUTCFullYear() * 12 + at.getUTCMonth();
};
const firstOf = (month: number) => Date.UTC(Math.floor(month / 12), month % 12, 1) / dayMs;

function dayIn(month: number, day: number): number | null {
  const next = firstOf(month + 1);
  if (day === -1) return next - 1;
  const date = firstOf(month) + day - 1;
  return date < next ? date : null;
}

function weekdayIn(month: number, nth: number, weekday: number): number {
  const isoOf = (date: number) => ((((date + 3) % 7) + 7) % 7) + 1;
  if (nth === -1) {
    const last = firstOf(month + 1) - 1;
    return last - ((isoOf(last) - weekday + 7) % 7);
  }
  const first = firstOf(month);
  return first + ((weekday - isoOf(first) + 7) % 7) + (nth - 1) * 7;
}
