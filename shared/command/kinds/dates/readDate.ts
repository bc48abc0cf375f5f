import type { Chrono } from 'chrono-node';
import { casual as german } from 'chrono-node/de';
import { casual as american, GB as british } from 'chrono-node/en';
import { later, wallOf } from '../../../time/zoned.ts';
import type { ParseContext } from '../../kind.ts';
import { wordsOf } from '../../phrase.ts';
import { amountAt } from '../amount.ts';
import { clockRules } from './clockRules.ts';
import { dayRules } from './dayRules.ts';
import { type Meant, meant } from './meant.ts';
import { rewrite } from './rewrite.ts';
import { blanked, shifted, shiftsIn } from './shift.ts';
import { zoneNamed } from './zoneWords.ts';

/** Where a date stands in a text, and what it means. */
export interface DateSpan extends Meant {
  readonly start: number;
  readonly end: number;
  /** IANA name: the person's, or the one the words name. */
  readonly timeZone: string;
  /** Counted from when the person spoke. */
  readonly relative?: boolean;
}

/** Where the month stands before the day in "3/4": American English, and English of nowhere in particular; Chinese, Japanese, Korean. */
const monthFirst = /^(?:$|en$|en-(?:US|PH|CA|PR|GU)\b|zh|ja|ko)/i;
const backward = /\b(last|ago|yesterday)\b|(?<!\p{L})(gestern|letzte[nrsm]?|vorige[nrsm]?|vergangene[nrsm]?|vor)(?!\p{L})/iu;
const rules = [...dayRules, ...clockRules];

/** All dates in a text, in order, none overlapping; of two that do, the longer. Times without a date are the next ones after the person spoke. */
export function datesIn(text: string, context: ParseContext): DateSpan[] {
  const shifts = shiftsIn(text);
  const written = writtenSpans(blanked(text, shifts), context).map((span) => shifted(span, shifts, text));
  const spans = [...relativeSpans(text, context), ...written];
  spans.sort((a, b) => b.end - b.start - (a.end - a.start));
  const kept: DateSpan[] = [];
  for (const span of spans) if (!kept.some((other) => span.start < other.end && other.start < span.end)) kept.push(span);
  return kept.sort((a, b) => a.start - b.start);
}

const openers = new Set(['in', 'within', 'after', 'nach']);

/** "18h30": a time of day, unless "in" stands before it. */
const clockLike = /^\d{1,2}h\d{2}$/;

/** "in 2 minutes", "2 hours from now": by the stopwatch for hours and less, by the calendar of the zone for days and more. */
function relativeSpans(text: string, { saidAt, timeZone }: ParseContext): DateSpan[] {
  const words = wordsOf(text.toLowerCase(), text.length);
  const spans: DateSpan[] = [];
  for (let i = 0; i < words.length; i++) {
    const opens = openers.has(words[i]?.word ?? '');
    const first = opens ? i + 1 : i;
    const found = amountAt(words.slice(first, first + 16).map(({ word }) => word.replace(/[.,:;!?]$/, '')));
    if (!found) continue;
    let end = first + found.taken;
    const after = words.slice(end, end + 2).map(({ word }) => word);
    const closes = (after[0] === 'from' && after[1]?.startsWith('now')) || (after[0] === 'ab' && after[1]?.startsWith('jetzt'));
    const whole = i === 0 && end === words.length && !clockLike.test(words[0]?.word ?? '');
    if (closes) end += 2;
    const [open, close] = [words[i], words[end - 1]];
    if ((opens || closes || whole) && open && close)
      spans.push({ start: open.start, end: close.end, at: later(saidAt, found.amount, timeZone), timeZone, relative: true });
    i = end - 1;
  }
  return spans;
}

/** People write the language they like, whatever their platform says: of what both readers find, their own counts, unless the other understands more. */
function writtenSpans(text: string, context: ParseContext, named = zoneNamed(text, context.timeZone)): DateSpan[] {
  const { locale } = context;
  const zone = named?.zone ?? context.timeZone;
  const wall = wallOf(context.saidAt, zone);
  // The reader knows hardly any zone: in the place of the one named stands one that it does.
  const said = rewrite(text, named ? [[new RegExp(escaped(text.slice(named.start, named.end)), 'gu'), () => 'UTC'], ...rules] : rules, wall);
  // The reader counts in a zone without changes of its clocks: what the wall shows, as if it were UTC. Its answer is wall time again.
  const instant = new Date(Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second));
  const spansOf = (reader: Chrono): DateSpan[] =>
    reader
      .parse(said.text, { instant, timezone: 0 }, { forwardDate: !backward.test(said.text) })
      .filter((result) => !result.tags().has('result/relativeDateAndTime'))
      .filter((result) => !isSlip(result.text.trim(), said.text.slice(0, result.index)) && !isAmount(result.text))
      .map((result) => {
        const lead = result.text.length - result.text.trimStart().length;
        const { start, end } = said.origin(result.index + lead, result.index + result.text.length);
        const isNamed = named !== null && start < named.end && named.start < end;
        return {
          start,
          end,
          timeZone: isNamed ? zone : context.timeZone,
          ...meant(result, context.saidAt, isNamed ? zone : context.timeZone, isNamed),
        };
      });
  const isGerman = /^de\b/i.test(locale);
  const english = !isGerman && monthFirst.test(locale) ? american : british;
  const own = spansOf(isGerman ? german : english);
  // A German takes the first number of "3/4" for the day, so where it is the month the German reader has no say in that.
  const other = spansOf(isGerman ? english : german).filter(({ start, end }) => english === british || !/\d\/\d/.test(text.slice(start, end)));
  const spans =
    own.length === 0
      ? other
      : own.map((span) => other.find(({ start, end }) => start <= span.start && end >= span.end && end - start > span.end - span.start) ?? span);
  // The zone belongs to none of them: they are times here.
  if (named && !spans.some(({ start, end }) => start < named.end && named.start < end)) return writtenSpans(text, context, null);
  return spans;
}

/** "a hotel *for 2 weeks*" says how long, not when; what does say when is read above. */
function isAmount(text: string): boolean {
  const words = wordsOf(text.toLowerCase()).map(({ word }) => word);
  const amount = words[0] === 'for' ? words.slice(1) : words;
  return amountAt(amount)?.taken === amount.length && !clockLike.test(text);
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Short words that are a weekday or a month, and far more often something else; "in a", which the German reader takes for a year. A month in short needs its "in". */
const isSlip = (text: string, before: string) =>
  /^(sun|sat|sec|wed|fr|so|mi|do|in an?)$/i.test(text) || (months.test(text) && !/\bin\s{1,3}$/i.test(before));
const months = /^(jan|feb|mar|march|apr|may|jun|jul|aug|sep|oct|nov|dec)$/i;
