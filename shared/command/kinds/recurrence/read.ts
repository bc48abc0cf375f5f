import { cronOf } from '../../../time/cron.ts';
import { amountAt } from '../amount.ts';
import { dayOfMonth, months, ordinal, weekdays } from '../calendarWords.ts';
import { numberWord } from '../numberWords.ts';
import type { Recurrence } from '../recurrence.ts';

const minuteMs = 60_000;
/** The longest interval: 366 days. */
const intervalMaxMs = 366 * 24 * 60 * minuteMs;
const everyMax = 99;

/** What repeats, from the words of a person in `timeZone`; null for what is none. */
export function readRecurrence(given: string, personZone: string): Recurrence | null {
  const all = given.split(/^cron\b/i.test(given) ? /\s+/ : /[\s,]+/).filter((word) => word !== '');
  const zone = zoneOf(all.at(-1) ?? '');
  const words = (zone === null ? all : all.slice(0, -1)).map((word) => word.toLowerCase());
  const timeZone = zone ?? personZone;
  if (words[0] === 'cron') return cron(words.slice(1).join(' '), timeZone);
  const interval = zone === null ? intervalOf(words) : null;
  if (interval) return interval;
  const time = takeTime(words);
  if (!time) return null;
  const { at, rest } = time;
  const days = daysOf(rest.filter((word) => !small.has(word)));
  return days && { ...days, at, timeZone };
}

const small = new Set(['on', 'am', 'an', 'the', 'of', 'and', 'und', 'den', 'dem', 'der', 'des', 'each', 'in', 'im']);
const everyWord = new Set(['every', 'jeden', 'jede', 'jedes', 'alle', 'jeder']);

function cron(expression: string, timeZone: string): Recurrence | null {
  try {
    return cronOf(expression, timeZone).nextRun() && { unit: 'cron', expression, timeZone };
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return null;
    throw error;
  }
}

function zoneOf(word: string): string | null {
  if (!/^(utc|[a-z_]{2,20}\/[a-z0-9_/+-]{2,40})$/i.test(word)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: word }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** "every 15 minutes", "hourly", "alle 2 stunden", "every hour". */
function intervalOf(words: readonly string[]): Recurrence | null {
  if (words.length === 1 && (words[0] === 'hourly' || words[0] === 'stündlich')) return { unit: 'interval', everyMs: 60 * minuteMs };
  if (!everyWord.has(words[0] ?? '')) return null;
  const counted = words.slice(1);
  const found = amountAt(counted) ?? amountAt(['1', ...counted]);
  const taken = found && found.taken - (amountAt(counted) ? 0 : 1);
  if (!found || taken !== counted.length) return null;
  const { years, months, weeks, days, ms } = found.amount;
  if (ms === 0 || years + months + weeks + days > 0 || ms % minuteMs !== 0 || ms > intervalMaxMs) return null;
  return { unit: 'interval', everyMs: ms };
}

/** Takes the time of day out of the words: "at 9", "um 18:30", "at 9 pm", "at noon", "9 uhr". */
function takeTime(words: readonly string[]): { readonly at: string; readonly rest: readonly string[] } | null {
  const from = words.findIndex((word, i) => (word === 'at' || word === 'um') && i < words.length - 1);
  if (from < 0) {
    const named = words.findIndex((word) => partOfDay.has(word));
    if (named < 0) return { at: '09:00', rest: words };
    return { at: partOfDay.get(words[named] ?? '') ?? '', rest: words.filter((_, i) => i !== named) };
  }
  const next = words[from + 1] ?? '';
  const after = words[from + 2] ?? '';
  const half = /^(am|pm|a\.m\.|p\.m\.)$/.test(after) ? after : '';
  const taken = half !== '' || after === 'uhr' || after === "o'clock" ? 3 : 2;
  const at = partOfDay.get(next) ?? wall(next + half.replace(/\./g, ''));
  return at === null ? null : { at, rest: words.filter((_, i) => i < from || i >= from + taken) };
}

const partOfDay: ReadonlyMap<string, string> = new Map([
  ['noon', '12:00'],
  ['mittags', '12:00'],
  ['midnight', '00:00'],
  ['mitternacht', '00:00'],
]);

function wall(word: string): string | null {
  const found = /^(\d{1,2})(?:[:.](\d{2}))?(am|pm)?$/.exec(word);
  const said = found ? undefined : numberWord(word.replace(/(am|pm)$/, ''));
  if (!found && said === undefined) return null;
  const half = found ? found[3] : /(am|pm)$/.exec(word)?.[1];
  const given = found ? Number(found[1]) : (said ?? 0);
  if (half !== undefined && (given < 1 || given > 12)) return null;
  const hour = half === undefined ? given : (given % 12) + (half === 'pm' ? 12 : 0);
  const minute = Number(found?.[2] ?? 0);
  return hour > 23 || minute > 59 ? null : `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

type OnDays<R = Recurrence> = R extends { readonly at: string } ? Omit<R, 'at' | 'timeZone'> : never;

/** Which days, from the words that are left of "every 2 weeks on monday". */
function daysOf(words: readonly string[]): OnDays | null {
  const lead = words[0] ?? '';
  const every = everyWord.has(lead);
  const counted = every ? countOf(words[1] ?? '') : undefined;
  const count = counted ?? 1;
  if (count < 1 || count > everyMax) return null;
  const rest = words.slice(counted !== undefined ? 2 : every ? 1 : 0);
  const [unit = '', ...more] = rest;
  const on = weekdaysIn(rest);
  if (on) return counted !== undefined && count !== 1 ? null : every || allPlural(rest) || on.length > 1 ? { unit: 'week', every: 1, on } : null;
  if (more.length === 0 && /^(weekdays?|werktags?|workdays?|wochentags?)$/.test(unit)) return { unit: 'week', every: 1, on: [1, 2, 3, 4, 5] };
  if (more.length === 0 && /^(weekends?|wochenenden?|wochenends)$/.test(unit)) return { unit: 'week', every: 1, on: [6, 7] };
  if (more.length === 0 && (/^(daily|täglich)$/.test(unit) || (every && /^(days?|tage?|tag|morning|morgen)$/.test(unit))))
    return { unit: 'day', every: count };
  if ((every && /^(weeks?|wochen?)$/.test(unit)) || /^(weekly|wöchentlich)$/.test(unit)) {
    const at = more.length === 0 ? [1] : weekdaysIn(more);
    return at && { unit: 'week', every: count, on: at };
  }
  if ((every && /^(years?|jahre?)$/.test(unit)) || /^(yearly|annually|jährlich)$/.test(unit)) return count === 1 ? yearDay(more) : null;
  return monthDay(every, count, rest);
}

/** Which day of the month: "months 1st", "1st month", "last friday month". */
function monthDay(every: boolean, count: number, words: readonly string[]): OnDays | null {
  const isMonth = (word: string) => /^(months?|monate?n?|monats|monthly|monatlich)$/.test(word);
  if (!words.some(isMonth) || (every && !isMonth(words[0] ?? '') && !isMonth(words.at(-1) ?? ''))) return null;
  const left = words.filter((word) => !isMonth(word) && !everyWord.has(word) && !/^(day|tag)$/.test(word));
  const [first = '', second, third] = left;
  if (third !== undefined) return null;
  if (first === '') return { unit: 'month', every: count, day: 1 };
  const nth = ordinal(first);
  if (second === undefined) {
    const day = nth === -1 ? -1 : dayOfMonth(first);
    return day === undefined ? null : { unit: 'month', every: count, day };
  }
  const weekday = weekdays.get(second);
  return nth === undefined || weekday === undefined || nth > 4 ? null : { unit: 'monthWeekday', every: count, nth, weekday };
}

function yearDay(words: readonly string[]): OnDays | null {
  if (words.length !== 2) return null;
  const at = words.findIndex((word) => months.has(word));
  const month = months.get(words[at] ?? '');
  const day = dayOfMonth(words[1 - at] ?? '');
  return month === undefined || day === undefined || day > (longest[month - 1] ?? 0) ? null : { unit: 'year', month, day };
}

const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** All of them weekdays: ascending, each once. */
function weekdaysIn(words: readonly string[]): number[] | null {
  const found = words.map((word) => weekdays.get(word));
  if (found.length === 0 || found.length > 20) return null;
  const on = found.flatMap((day) => (day === undefined ? [] : [day]));
  return on.length < found.length ? null : [...new Set(on)].sort((a, b) => a - b);
}

const allPlural = (words: readonly string[]) => words.every((word) => word.length > 4 && word.endsWith('s'));

function countOf(word: string): number | undefined {
  if (word === 'other' || word === 'second' || word === 'zweite' || word === 'zweiten') return 2;
  return /^\d{1,4}$/.test(word) ? Number(word) : numberWord(word);
}
