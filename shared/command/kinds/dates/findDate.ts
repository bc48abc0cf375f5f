import type { ParseContext } from '../../kind.ts';
import { type DateSpan, datesIn } from './readDate.ts';
import { repeatedAt, repetitionIn } from './repeats.ts';

interface Found {
  readonly start: number;
  readonly end: number;
  /** ms since 1970. */
  readonly at: number;
  readonly timeZone: string;
}

/**
 * Finds the time in a sentence: the one it begins with, where what is meant follows ("tomorrow at 9 that …"); else the one it ends with; else the one it begins with;
 * else the longest. Past ones are part of the sentence, but for an hour of today at its end, which is a slip. What repeats is found with the words that say so, so
 * that it can be refused by name.
 */
export function findDate(text: string, context: ParseContext): Found | null {
  const end = text.replace(polite, '').trimEnd().length;
  const spans = datesIn(text, context).filter(
    (span) => (isToCome(span, context) && !isNamed(text, span, end)) || (span.end >= end && saysToday(text, span)),
  );
  const begins = spans.find((span) => span.start === 0);
  const leads = begins && /^(?:\s{0,3}[,:]|\s{1,3}(?:that|about|of|to)\s)/i.test(text.slice(begins.end));
  const best = leads ? begins : (spans.find((span) => span.end >= end) ?? begins ?? longest(spans));
  if (!best) {
    const again = repetitionIn(text);
    return again && { ...again, at: context.saidAt, timeZone: context.timeZone };
  }
  const whole = { ...best, ...((!best.relative && repeatedAt(text, best)) || withLead(text, best)) };
  return { ...whole, end: whole.end >= end ? text.trimEnd().length : whole.end, at: best.at ?? context.saidAt };
}

/** What people put behind a request. */
export const polite = /[\s,]{1,4}(?:please|pls|thanks|thank you|bitte|danke)[\s.!]{0,4}$/i;

/** In the middle of a sentence, "the 8 o'clock news" names a thing, and "1/2" is a half. */
const isNamed = (text: string, { start, end: spanEnd }: DateSpan, end: number) =>
  start > 0 &&
  spanEnd < end &&
  (/(?<!\p{L})(?:the|an?|my|our|your)\s{1,3}$/iu.test(text.slice(Math.max(0, start - 8), start)) ||
    /^\d{1,2}\/\d{1,2}$/.test(text.slice(start, spanEnd)));

const isToCome = ({ at }: DateSpan, { saidAt }: ParseContext) => at !== null && at > saidAt;

/** "today at 13:00", at 14:00. Not "yesterday at 9", which a sentence may well tell of. */
const saysToday = (text: string, { start, end, open }: DateSpan) =>
  open === undefined && /(?<!\p{L})(?:today|heute)(?!\p{L})/iu.test(text.slice(start, end));

/** "on", "at" and their like before a date belong to it, and a comma before them. */
function withLead(text: string, { start, end }: DateSpan): { start: number; end: number } {
  const from = Math.max(0, start - 12);
  const lead = /(?:^|\s|(?=,))(?:,\s{0,3}|[;:–-]\s{1,3})?(?:(?:on|at|by|in|before|am|um|im|den|in der)\s{1,3})?(?:the\s{1,3})?$/iu.exec(
    text.slice(from, start),
  );
  return { start: lead ? from + lead.index + (lead[0].length - lead[0].trimStart().length) : start, end };
}

const longest = (spans: readonly DateSpan[]) =>
  spans.reduce<DateSpan | undefined>((a, b) => (a && a.end - a.start >= b.end - b.start ? a : b), undefined);
