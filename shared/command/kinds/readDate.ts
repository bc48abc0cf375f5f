import type { ParsedComponents, ParsedResult } from 'chrono-node';
import { casual as german } from 'chrono-node/de';
import { casual as american, GB as british } from 'chrono-node/en';
import { dayAfter, instantOf, later, wallOf } from '../../time/zoned.ts';
import type { ParseContext } from '../kind.ts';
import { wordsOf } from '../phrase.ts';
import { amountAt } from './amount.ts';
import { rewriteSpoken } from './spokenTime.ts';

/** Where a date stands in a text, and the instant it means (ms since 1970; it may be past), or null when it can't be. */
export interface DateSpan {
  readonly start: number;
  readonly end: number;
  readonly at: number | null;
  /** A day was named and no time. */
  readonly wholeDay: boolean;
}

/** A day without a time means this hour. */
const dayStartsAt = 9;
/** English that writes the day before the month. */
const dayFirst = /^en-(GB|IE|AU|NZ|IN|ZA|MT|HK|SG)/i;
const partsOfDay = /^casualReference\/(morning|afternoon|evening|night|tonight|noon|midnight)$/;
const backward = /\b(last|ago|yesterday)\b|(?<!\p{L})(gestern|letzte[nrsm]?|vorige[nrsm]?|vergangene[nrsm]?|vor)(?!\p{L})/iu;

/** All dates in a text, in order, none overlapping; of two that do, the longer. Times without a date are the next ones after the person spoke. */
export function datesIn(text: string, context: ParseContext): DateSpan[] {
  const spans = [...relativeSpans(text, context), ...writtenSpans(text, context)];
  spans.sort((a, b) => b.end - b.start - (a.end - a.start));
  const kept: DateSpan[] = [];
  for (const span of spans) if (!kept.some((other) => span.start < other.end && other.start < span.end)) kept.push(span);
  return kept.sort((a, b) => a.start - b.start);
}

/** "in 2 minutes", "2 hours from now": by the stopwatch for hours and less, by the calendar of the zone for days and more. */
function relativeSpans(text: string, { saidAt, timeZone }: ParseContext): DateSpan[] {
  const words = wordsOf(text.toLowerCase());
  const spans: DateSpan[] = [];
  for (let i = 0; i < words.length; i++) {
    const opens = words[i]?.word === 'in' || words[i]?.word === 'within';
    const first = opens ? i + 1 : i;
    const found = amountAt(
      words.slice(first, first + 16).map(({ word }, n, all) => (n === all.length - 1 ? word.replace(/[.,!?]$/, '') : stripComma(word))),
    );
    if (!found) continue;
    let end = first + found.taken;
    const after = words.slice(end, end + 2).map(({ word }) => word);
    const closes = (after[0] === 'from' && after[1]?.startsWith('now')) || (after[0] === 'ab' && after[1]?.startsWith('jetzt'));
    const whole = i === 0 && end === words.length;
    if (closes) end += 2;
    const [open, close] = [words[i], words[end - 1]];
    if ((opens || closes || whole) && open && close)
      spans.push({ start: open.start, end: close.end, at: later(saidAt, found.amount, timeZone), wholeDay: false });
    i = end - 1;
  }
  return spans;
}

const stripComma = (word: string) => (word.endsWith(',') ? word.slice(0, -1) : word);

function writtenSpans(text: string, context: ParseContext): DateSpan[] {
  const wall = wallOf(context.saidAt, context.timeZone);
  const said = rewriteSpoken(text, wall);
  // The reader counts in a zone without changes of its clocks: what the wall shows, as if it were UTC. Its answer is wall time again.
  const instant = new Date(Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second));
  const readers = /^de\b/i.test(context.locale) ? [german, american] : [dayFirst.test(context.locale) ? british : american];
  for (const reader of readers) {
    const results = reader
      .parse(said.text, { instant, timezone: 0 }, { forwardDate: !backward.test(said.text) })
      .filter((result) => !result.tags().has('result/relativeDateAndTime') && !isSlip(result.text));
    if (results.length > 0)
      return results.map((result) => ({
        ...said.origin(result.index, result.index + result.text.length),
        at: instantMeant(result, context),
        wholeDay: !hasTime(result.start),
      }));
  }
  return [];
}

/** Short words that are a month or a weekday, and far more often something else. */
const isSlip = (text: string) => /^(may|mar|march|sun|sat|sec|wed|jan|fr|so|mi|do)$/i.test(text);

const hasTime = (start: ParsedComponents) => start.isCertain('hour') || [...start.tags()].some((tag) => partsOfDay.test(tag));

function instantMeant({ start, text }: ParsedResult, { saidAt, timeZone }: ParseContext): number | null {
  const part = (name: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second') => start.get(name) ?? 0;
  const dated = (['day', 'weekday', 'month', 'year'] as const).some((name) => start.isCertain(name));
  const today = wallOf(saidAt, timeZone);
  const date = dated ? { year: part('year'), month: part('month'), day: part('day') } : { year: today.year, month: today.month, day: today.day };
  const certain = start.isCertain('hour');
  const morning = [...start.tags()].some((tag) => tag.endsWith('/morning'));
  const hour = certain ? part('hour') : hasTime(start) ? (morning ? dayStartsAt : part('hour')) : dayStartsAt;
  const time = { hour, minute: hasTime(start) ? part('minute') : 0, second: certain ? part('second') : 0 };

  const offset = start.isCertain('timezoneOffset') ? start.get('timezoneOffset') : null;
  const inZone = (days: number, hours: number): number | null => {
    const day = dayAfter(date, days);
    if (offset === null) return instantOf({ ...day, ...time, hour: time.hour + hours }, timeZone);
    return Date.UTC(day.year, day.month - 1, day.day, time.hour + hours, time.minute, time.second) - offset * 60_000;
  };
  const halves = certain && !start.isCertain('meridiem') && hour >= 1 && hour < 12 && !/\b0\d|uhr/i.test(text) ? [0, 12] : [0];
  const isToday = date.year === today.year && date.month === today.month && date.day === today.day;
  const choices = !dated ? [0, 1].flatMap((days) => halves.map((hours) => [days, hours] as const)) : halves.map((hours) => [0, hours] as const);
  const instants = choices.map(([days, hours]) => inZone(days, hours));
  if (dated && !isToday) return instants[0] ?? null;
  return instants.find((at) => at !== null && at > saidAt) ?? instants[0] ?? null;
}
