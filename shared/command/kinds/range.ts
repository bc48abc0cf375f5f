import { Temporal } from 'temporal-polyfill';
import { reachingEnds } from '../atEnds.ts';
import { kindOf } from '../kind.ts';
import { wordsOf } from '../phrase.ts';
import { readRange } from './range/read.ts';
import { asking, shown, speak } from './words/speak.ts';

/** A stretch of time that has begun, from (included) to (excluded), ms since 1970. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Words that one takes at most: more are looked at for none. */
const wordsMax = 12;
/** A text that ends with a single word of these is about that time; any other word may be a name's own. */
const alone = /^(today|yesterday|heute|gestern|vorgestern|\d+[a-z]+|\d{4}-\d{2}(-\d{2})?|\S+\/\S+)$/i;

/**
 * A stretch of the past, by when the person spoke and in their zone: "last 7 days", "last hour", "today", "this week", "last month" (the calendar's), "May 2026", "since Monday", "from 1 June to
 * 5 June", in German "letzte Woche", "seit gestern", "vom 1. Juni bis 5. Juni". In a longer text it stands at the end or the beginning: "example.com last month". Printed as ISO 8601's interval.
 */
export const range = kindOf<Range>({
  kind: 'range',
  asks: asking('range'),
  words: true,
  // A duration would be heard without its "since".
  alexaSlot: 'AMAZON.SearchQuery',
  input: { as: 'text' },
  picks: (locale) => (locale.startsWith('de') ? ['heute', 'letzte 7 Tage', 'letzten Monat'] : ['today', 'last 7 days', 'last month']),
  parse(raw, context) {
    const given = raw.trim().replace(/[?!.,]$/, '');
    const value = given.length > 100 ? null : readRange(given, context);
    const say = speak(context.locale);
    if (!value || value.from >= value.to) return { ok: false, error: say.noRange(shown(given)) };
    if (value.from >= context.saidAt) return { ok: false, error: say.rangeToCome(shown(given)) };
    return { ok: true, value };
  },
  print: ({ from, to }) => [from, to].map((at) => Temporal.Instant.fromEpochMilliseconds(at).toString()).join('/'),
  find(text, context) {
    const words = wordsOf(text, text.length);
    for (const { start, end } of reachingEnds(words, wordsMax)) {
      const said = text.slice(start, end);
      if (!/\s/.test(said) && !alone.test(said)) continue;
      const value = readRange(said.replace(/[?!.,]$/, ''), context);
      if (value && value.from < value.to && value.from < context.saidAt) return { value, start, end };
    }
    return null;
  },
});
