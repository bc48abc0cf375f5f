import { Temporal } from 'temporal-polyfill';
import type { ParseContext } from '../../kind.ts';
import { amountAt } from '../amount.ts';
import { months, weekdays } from '../calendarWords.ts';
import { date } from '../date.ts';
import type { Range } from '../range.ts';
import { units } from '../unitWords.ts';

type Day = Temporal.PlainDate;
/** From the first to before the second. */
type Days = readonly [from: Day, to: Day];

const day = date();
const thisWords = /^(?:in )?(?:this|the current|diese[rsn]?|die|den|das) /;
const lastWords =
  /^(?:(?:in|over|during|for|im|in den|in der) )?(?:the |de[nrs] |die )?(?:last|past|previous|letzte[nrsm]?|vergangene[nrsm]?|vorige[nrsm]?) /;
const sinceWords = /^(?:since|seit)(?: dem| der)? /;
const fromTo = /^(?:from|between|vom|von|zwischen) (.{1,40}) (?:to|until|till|and|bis|und)(?: zum)? (.{1,40})$/;

/** What words say of the past, in English or German; null where they say nothing of it. What has begun ends now. */
export function readRange(given: string, context: ParseContext): Range | null {
  const words = given.toLowerCase().trim().replace(/\s+/g, ' ');
  return interval(given) ?? named(words, context) ?? since(words, context) ?? backFrom(words.replace(lastWords, ''), context);
}

/** `2026-05-01T00:00:00Z/2026-06-01T00:00:00Z`, as a range is printed. */
function interval(given: string): Range | null {
  const [from = '', to = ''] = given.trim().split('/');
  const at = (instant: string) => (/^\d{4}-\d{2}-\d{2}t.{5,30}(z|[+-]\d{2}:?\d{2})$/i.test(instant) ? Date.parse(instant) : Number.NaN);
  return at(from) < at(to) ? { from: at(from), to: at(to) } : null;
}

/** A day, a week, a month, a year of the calendar, or from one to another. */
function named(words: string, context: ParseContext): Range | null {
  const days = calendar(words, context);
  if (days) return within(days, context);
  const [, first = '', last = ''] = fromTo.exec(words) ?? [];
  const [from, to] = [calendar(first, context), calendar(last, context)];
  return from && to ? within([from[0], to[1]], context) : null;
}

function calendar(words: string, context: ParseContext): Days | null {
  const today = todayOf(context);
  const last = lastWords.test(words);
  const unit = units.get(words.replace(last ? lastWords : thisWords, ''));
  const begins = unit === undefined || (!last && !thisWords.test(words)) ? null : beginsAt(unit, today);
  if (begins) return last ? [begins.of.subtract(begins.long), begins.of] : [begins.of, begins.of.add(begins.long)];
  return monthNamed(words.replace(/^(?:in|im) /, ''), today) ?? dayNamed(words.replace(/^(?:on|am) /, ''), context, today);
}

/** The week, month or year of a day; null for what the calendar has no beginning of. */
function beginsAt(unit: string | number, today: Day): { readonly of: Day; readonly long: Temporal.DurationLike } | null {
  if (unit === 'weeks') return { of: today.subtract({ days: today.dayOfWeek - 1 }), long: { weeks: 1 } };
  if (unit === 'months') return { of: today.with({ day: 1 }), long: { months: 1 } };
  if (unit === 'years') return { of: today.with({ month: 1, day: 1 }), long: { years: 1 } };
  return null;
}

/** "May", "Mai 2026", "2026-05": without a year the last one that has begun. */
function monthNamed(words: string, today: Day): Days | null {
  const iso = /^(\d{4})-(\d{2})$/.exec(words);
  const [name = '', said] = iso ? [] : words.split(' ', 3);
  const month = iso ? Number(iso[2]) : months.get(name);
  if (month === undefined || month < 1 || month > 12 || (said !== undefined && !/^\d{4}$/.test(said))) return null;
  const year = iso ? Number(iso[1]) : said === undefined ? today.year - (month > today.month ? 1 : 0) : Number(said);
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return [first, first.add({ months: 1 })];
}

/** "yesterday", "Monday", "1 June": the last one that has begun. */
function dayNamed(words: string, context: ParseContext, today: Day): Days | null {
  const bare = words.replace(lastWords, '');
  const parsed = day.parse(bare, context);
  if (!parsed.ok) return null;
  const read = Temporal.PlainDate.from(parsed.value);
  const isAhead = Temporal.PlainDate.compare(read, today) > 0;
  // Without a year it was read as one to come.
  const past =
    !isAhead || /\d{4}/.test(bare) || /^(tomorrow|morgen|übermorgen|in )/.test(bare)
      ? read
      : weekdays.has(bare)
        ? read.subtract({ weeks: 1 })
        : read.subtract({ years: 1 });
  return [past, past.add({ days: 1 })];
}

/** "since Monday", "since 9:30", "seit 3 Stunden": until now. */
function since(words: string, context: ParseContext): Range | null {
  if (!sinceWords.test(words)) return null;
  const rest = words.replace(sinceWords, '');
  const days = calendar(rest, context);
  if (days) return { from: startOf(days[0], context), to: context.saidAt };
  return atClock(rest, context) ?? backFrom(rest.replace(lastWords, ''), context);
}

/** A time of day, today's or else yesterday's. */
function atClock(words: string, context: ParseContext): Range | null {
  const [, hours, minutes = '0', half] = /^(?:at |um )?(\d{1,2})(?:[:.](\d{2}))? ?(am|pm|uhr)?$/.exec(words) ?? [];
  if (hours === undefined || (half === undefined && !/[:.]/.test(words))) return null;
  const hour = half === 'pm' || half === 'am' ? (Number(hours) % 12) + (half === 'pm' ? 12 : 0) : Number(hours);
  if (hour > 23 || Number(minutes) > 59) return null;
  const at = (of: Day) => of.toZonedDateTime({ timeZone: context.timeZone, plainTime: { hour, minute: Number(minutes) } }).epochMilliseconds;
  const today = todayOf(context);
  return { from: at(today) < context.saidAt ? at(today) : at(today.subtract({ days: 1 })), to: context.saidAt };
}

/** So long until now: "7 days", "24h", "hour". Hours and less by the stopwatch, days and more by the calendar. */
function backFrom(words: string, { saidAt, timeZone }: ParseContext): Range | null {
  const said = units.has(words) ? `1 ${words}` : words;
  const split = said.split(' ');
  const found = amountAt(split);
  if (!found || found.taken !== split.length) return null;
  const { years, months: inMonths, weeks, days, ms } = found.amount;
  try {
    const now = Temporal.Instant.fromEpochMilliseconds(saidAt).toZonedDateTimeISO(timeZone);
    return { from: now.subtract({ years, months: inMonths, weeks, days }).epochMilliseconds - ms, to: saidAt };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const todayOf = ({ saidAt, timeZone }: ParseContext) => Temporal.Instant.fromEpochMilliseconds(saidAt).toZonedDateTimeISO(timeZone).toPlainDate();
const startOf = (of: Day, { timeZone }: ParseContext) => of.toZonedDateTime(timeZone).epochMilliseconds;

function within([first, last]: Days, context: ParseContext): Range {
  const from = startOf(first, context);
  // Of what has not begun there is nothing to see; that is told as such.
  return { from, to: from < context.saidAt ? Math.min(startOf(last, context), context.saidAt) : startOf(last, context) };
}
