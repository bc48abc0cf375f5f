import { Temporal } from 'temporal-polyfill';
import { dayAfter, instantsOf, wallOf } from '../../time/zoned.ts';
import { kindOf, type ParseContext, type Parsed } from '../kind.ts';
import { findDate, polite } from './dates/findDate.ts';
import { type DateSpan, datesIn } from './dates/readDate.ts';
import { repeats } from './dates/repeats.ts';
import { numberWord } from './numberWords.ts';
import { asking, speak } from './words/speak.ts';

/** An instant to come, and the zone it was meant in. */
export interface DateTime {
  /** ms since 1970. */
  readonly at: number;
  /** IANA name. */
  readonly timeZone: string;
}

/** How far ahead a time may lie. */
const aheadMaxYears = 100;
const yearMs = 365.25 * 86_400_000;

/**
 * A time to come, as people say it in English or German: "in 2 minutes", "tomorrow at 9", "next monday 8am", "at 5" (the next one), counted from when the person
 * spoke and in their zone, or the one they name ("at 9 Lisbon time"), over DST. A day without a time is 9 in the morning. Past times are refused, and what repeats.
 * Printed as ISO 8601 with its zone.
 */
export const dateTime = kindOf<DateTime>({
  kind: 'dateTime',
  asks: asking('dateTime'),
  input: { as: 'dateTime' },
  words: true,
  // Alexa has no slot for an instant: AMAZON.DATE is a day, AMAZON.TIME a time of day. The words as spoken hold both.
  alexaSlot: 'AMAZON.SearchQuery',
  parse(raw, context) {
    const given = trimmed(raw);
    const say = speak(context.locale);
    const refused = (why: string): Parsed<DateTime> => ({ ok: false, error: `${why} ${say.timeExamples}` });
    const at = exact(given, context);
    if (at) return toCome(at.at, at.timeZone, given, context);
    if (repeats.test(given)) return refused(say.timeRepeats(shown(given)));
    if (/^\d{1,2}$/.test(given) || numberWord(given) !== undefined) return { ok: false, error: say.timeOrMinutes(given) };
    const span = whole(given, context);
    if (!span) return refused(say.noTime(shown(given)));
    const begun = span.at !== null && span.at <= context.saidAt && span.open && span.open.until > context.saidAt ? span.open : null;
    if (begun?.of === 'day') return refused(say.timeToday);
    if (begun) return refused(say.timeBegun(shown(given)));
    return toCome(span.at, span.timeZone, given, context);
  },
  print: ({ at, timeZone }) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toString(),
  find(text, context) {
    const found = findDate(text, context);
    return found && { value: { at: found.at, timeZone: found.timeZone }, start: found.start, end: found.end };
  },
});

function toCome(at: number | null, timeZone: string, given: string, { saidAt, locale }: ParseContext): Parsed<DateTime> {
  const say = speak(locale);
  if (at !== null && at > saidAt + aheadMaxYears * yearMs) return { ok: false, error: say.timeTooFar(shown(given), aheadMaxYears) };
  if (at === null || at <= saidAt) {
    const why = at === null ? say.timeIsNone : at === saidAt ? say.timeIsNow : say.timeIsPast;
    return { ok: false, error: `${why(shown(given))} ${say.timeExamples}` };
  }
  return { ok: true, value: { at, timeZone } };
}

/** What programs write: ISO 8601 with zone or offset, or a wall time in the person's zone. */
function exact(given: string, { saidAt, timeZone }: ParseContext): { at: number | null; timeZone: string } | null {
  const time = /^(\d{2}):(\d{2})$/.exec(given);
  if (time) {
    const today = wallOf(saidAt, timeZone);
    const of = { hour: Number(time[1]), minute: Number(time[2]), second: 0 };
    const next = [today, dayAfter(today, 1)].flatMap((day) => instantsOf({ ...day, ...of }, timeZone));
    return { at: next.find((at) => at > saidAt) ?? null, timeZone };
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
  const alone =
    /^(?:\s|in|on|at|by|before|the|for|am|um|im|den|der|,){0,8}$/iu.test(text.slice(0, span.start)) && /^[\s,.]{0,8}$/.test(text.slice(span.end));
  return alone ? span : null;
}

/** Without the quotes, and the signs of a sentence, around it; the dot of "24.12." is the date's own. */
function trimmed(raw: string): string {
  const bare = raw
    .replace(polite, '')
    .trim()
    .replace(/^(?:[,:;"“„]\s{0,3}|[–-]\s{1,3})/, '')
    .replace(/[,:;!?"”“]$/, '');
  return bare.endsWith('.') && !/\d\.\s?\d{1,2}\.$/.test(bare) ? bare.slice(0, -1) : bare;
}

const shown = (given: string) => (given.length > 60 ? `${given.slice(0, 60)}…` : given);
