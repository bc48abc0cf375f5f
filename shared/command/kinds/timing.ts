import { reachingEnds } from '../atEnds.ts';
import { kindOf, type ParseContext } from '../kind.ts';
import { type DateTime, dateTime } from './dateTime.ts';
import { type Recurrence, recurrence } from './recurrence.ts';
import { asking } from './words/speak.ts';

/** Once, at an instant; or again and again. */
export type Timing = ({ readonly unit: 'once' } & DateTime) | Recurrence;

const once = dateTime();
const again = recurrence();
/** Words that a rule takes at most: more are looked at for none. */
const wordsMax = 20;

/**
 * When something is to happen: "every weekday at 9", or "tomorrow at 9" for once. In a longer text it stands at the end or the beginning: "check example.com every weekday at 9",
 * "every 15 minutes check example.com".
 */
export const timing = kindOf<Timing>({
  kind: 'timing',
  asks: asking('timing'),
  words: true,
  alexaSlot: 'AMAZON.SearchQuery',
  input: { as: 'text' },
  parse(raw, context) {
    const repeats = again.parse(raw, context);
    if (repeats.ok) return repeats;
    const at = once.parse(raw, context);
    if (at.ok) return { ok: true, value: { unit: 'once', ...at.value } };
    // What looks like a rule hears what a rule is, all else what a time is.
    return /^\s*(every|each|jed\w+|alle|cron)\b/i.test(raw) ? repeats : at;
  },
  print: (value) => (value.unit === 'once' ? once.print(value) : again.print(value)),
  printIn: (value, locale) => (value.unit === 'once' ? once.print(value) : (again.printIn ?? again.print)(value, locale)),
  find(text, context) {
    return ruleIn(text, context) ?? dateIn(text, context);
  },
});

/** The longest rule that a text ends or begins with. */
function ruleIn(text: string, context: ParseContext) {
  const words = [...text.matchAll(/\S+/g)].map(({ index, 0: word }) => ({ start: index, end: index + word.length }));
  for (const { start, end } of reachingEnds(words, wordsMax)) {
    const read = again.parse(text.slice(start, end), context);
    if (read.ok) return { value: read.value, start, end };
  }
  return null;
}

function dateIn(text: string, context: ParseContext) {
  const found = once.find?.(text, context);
  return found ? { ...found, value: { unit: 'once' as const, ...found.value } } : null;
}
