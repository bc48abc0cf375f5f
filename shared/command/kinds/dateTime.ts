import { Temporal } from 'temporal-polyfill';
import { instantOf, wallOf } from '../../time/zoned.ts';
import { kindOf, type ParseContext, type Parsed } from '../kind.ts';
import { type DateSpan, datesIn } from './readDate.ts';

/** An instant to come, and the zone it was meant in. */
export interface DateTime {
  /** ms since 1970. */
  readonly at: number;
  /** IANA name. */
  readonly timeZone: string;
}

/** How far ahead a time may lie, ms: 100 years. */
const aheadMaxMs = 100 * 365.25 * 86_400_000;
const examples = 'Try “in 20 minutes”, “tomorrow at 9” or “24 December at 18:30”.';
const repeats = /(?<!\p{L})(every|each|daily|weekly|monthly|jede[nrsm]?|täglich|wöchentlich)(?!\p{L})/iu;

/**
 * A time to come, as people say it in English or German: "in 2 minutes", "tomorrow at 9", "next monday 8am", "at 5" (the next one), counted from when the person
 * spoke and in their zone, over DST. A day without a time is 9 in the morning. Past times are refused. Printed as ISO 8601 with its zone.
 */
export const dateTime = kindOf<DateTime>({
  kind: 'dateTime',
  asks: 'When?',
  words: true,
  // Alexa has no slot for an instant: AMAZON.DATE is a day, AMAZON.TIME a time of day. The words as spoken hold both.
  alexaSlot: 'AMAZON.SearchQuery',
  parse(raw, context) {
    const given = raw.trim().replace(/[.!?]$/, '');
    const at = exact(given, context);
    if (at) return toCome(at.at, at.timeZone, given, context);
    const span = whole(given, context) ?? whole(given, otherLanguage(context));
    if (repeats.test(given)) return { ok: false, error: `“${shown(given)}” repeats, and I need one time. ${examples}` };
    if (!span) return { ok: false, error: `I can't read “${shown(given)}” as a time. ${examples}` };
    if (span.wholeDay && (span.at ?? 0) <= context.saidAt && isToday(span.at, context))
      return { ok: false, error: `At what time today? ${examples}` };
    return toCome(span.at, context.timeZone, given, context);
  },
  print: ({ at, timeZone }) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toString(),
  find(text, context) {
    const read = datesIn(text, context);
    const spans = (read.length > 0 ? read : datesIn(text, otherLanguage(context))).filter(
      ({ start, at }) => at !== null && at > context.saidAt && !repeats.test(text.slice(Math.max(0, start - 40), start)),
    );
    const end = text.trimEnd().length;
    const best = spans.find((span) => span.end >= end) ?? spans.find((span) => span.start === 0) ?? longest(spans);
    if (!best || best.at === null) return null;
    // "on", "at" and their like before the date belong to it.
    const lead = /(?:^|\s)(?:on|at|by|the|am|um|den)\s{1,3}$/iu.exec(text.slice(Math.max(0, best.start - 8), best.start));
    const start = lead ? best.start - lead[0].trimStart().length : best.start;
    return { value: { at: best.at, timeZone: context.timeZone }, start, end: best.end };
  },
});

function toCome(at: number | null, timeZone: string, given: string, { saidAt }: ParseContext): Parsed<DateTime> {
  if (at === null) return { ok: false, error: `“${shown(given)}” is no time that exists. ${examples}` };
  if (at <= saidAt) return { ok: false, error: `“${shown(given)}” is already past. ${examples}` };
  if (at > saidAt + aheadMaxMs) return { ok: false, error: `“${shown(given)}” is too far ahead: 100 years at most.` };
  return { ok: true, value: { at, timeZone } };
}

/** What programs write: ISO 8601 with zone or offset, or a wall time in the person's zone. */
function exact(given: string, { saidAt, timeZone }: ParseContext): { at: number | null; timeZone: string } | null {
  const time = /^(\d{2}):(\d{2})$/.exec(given);
  if (time) {
    const wall = { ...wallOf(saidAt, timeZone), hour: Number(time[1]), minute: Number(time[2]), second: 0 };
    const [today, tomorrow] = [
      instantOf(wall, timeZone),
      instantOf({ ...wallOf(saidAt + 86_400_000, timeZone), hour: wall.hour, minute: wall.minute, second: 0 }, timeZone),
    ];
    return { at: today !== null && today > saidAt ? today : tomorrow, timeZone };
  }
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:?\d{2}/i.test(given) || given.length > 100) return null;
  try {
    if (given.includes('[')) {
      const zoned = Temporal.ZonedDateTime.from(given);
      return { at: zoned.epochMilliseconds, timeZone: zoned.timeZoneId };
    }
    if (/(z|[+-]\d{2}:?\d{2})$/i.test(given)) return { at: Temporal.Instant.from(given).epochMilliseconds, timeZone };
    return { at: Temporal.PlainDateTime.from(given).toZonedDateTime(timeZone).epochMilliseconds, timeZone };
  } catch (error) {
    if (error instanceof RangeError) return { at: null, timeZone };
    throw error;
  }
}

/** The one date that is all there is, but for small words around it. */
function whole(text: string, context: ParseContext): DateSpan | null {
  const [span, second] = datesIn(text, context);
  if (!span || second) return null;
  const alone = /^(?:\s|in|on|at|by|the|for|am|um|den|,){0,8}$/iu.test(text.slice(0, span.start)) && /^[\s,.]{0,8}$/.test(text.slice(span.end));
  return alone ? span : null;
}

/** People write the language they like, whatever their platform says. */
const otherLanguage = (context: ParseContext): ParseContext => ({ ...context, locale: /^de\b/i.test(context.locale) ? 'en' : 'de' });

function isToday(at: number | null, { saidAt, timeZone }: ParseContext): boolean {
  if (at === null) return false;
  const [then, now] = [wallOf(at, timeZone), wallOf(saidAt, timeZone)];
  return then.year === now.year && then.month === now.month && then.day === now.day;
}

const longest = (spans: readonly DateSpan[]) =>
  spans.reduce<DateSpan | undefined>((a, b) => (a && a.end - a.start >= b.end - b.start ? a : b), undefined);

const shown = (given: string) => (given.length > 60 ? `${given.slice(0, 60)}…` : given);
