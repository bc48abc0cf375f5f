import { numberWord } from './numberWords.ts';
import { type Amount, fractions, hourMs, type Unit, units, wholes } from './unitWords.ts';

const one = new Set(['a', 'an', 'ein', 'eine', 'einer', 'einem', 'einen']);
const and = new Set(['and', 'und']);
/** What people mean by them, roughly; the answer says what was understood. */
const some = new Map([
  ['couple', 2],
  ['paar', 3],
  ['few', 3],
]);

interface Part {
  readonly count: number;
  readonly unit: Unit;
  readonly taken: number;
}

/**
 * Reads an amount at the beginning of `words` (lower case): "2 hours and 30 minutes", "2h30m", "2h30", "an hour and a half", "two and a half hours", "half an hour",
 * "a quarter of an hour", "1.5 days". Answers how many words it took, or null when none begins there.
 */
export function amountAt(words: readonly string[]): { readonly amount: Amount; readonly taken: number } | null {
  const iso = isoAmount(words[0] ?? '');
  if (iso) return { amount: iso, taken: 1 };
  const sum = { years: 0, months: 0, weeks: 0, days: 0, ms: 0 };
  let at = 0;
  let last: Unit | undefined;
  for (;;) {
    const start = at > 0 && and.has(words[at] ?? '') ? at + 1 : at;
    const trailing = last !== undefined && start > at ? halfMore(words, start) : null;
    if (trailing !== null && last !== undefined) {
      if (!add(sum, trailing.count, last)) return null;
      at = start + trailing.taken;
      continue;
    }
    const parts = compactParts(words[start] ?? '') ?? partAt(words, start);
    if (!parts) break;
    for (const { count, unit, taken } of parts) {
      if (!add(sum, count, unit)) return null;
      last = unit;
      at = Math.max(at, start + taken);
    }
  }
  return at === 0 ? null : { amount: sum, taken: at };
}

/** "a half", after "an hour and". */
function halfMore(words: readonly string[], at: number): { count: number; taken: number } | null {
  const part = fractions.get(words[at + 1] ?? '');
  return one.has(words[at] ?? '') && part !== undefined && !unitAfter(words, at + 2) ? { count: part, taken: 2 } : null;
}

/** A count and a unit. */
function partAt(words: readonly string[], at: number): readonly Part[] | null {
  const begun = one.has(words[at] ?? '') ? at + 1 : at;
  const whole = wholes.get(words[begun] ?? '');
  if (whole) return [{ ...whole, taken: begun + 1 - at }];
  const count = countAt(words, at);
  if (!count) return null;
  const unit = unitAfter(words, at + count.taken);
  return unit ? [{ count: count.count, unit: unit.unit, taken: count.taken + unit.taken }] : null;
}

/** The unit, with what may stand before it: "half *an hour*", "a couple *of hours*". */
function unitAfter(words: readonly string[], at: number): { unit: Unit; taken: number } | null {
  let next = at;
  if (words[next] === 'of') next++;
  if (one.has(words[next] ?? '')) next++;
  const unit = units.get(words[next] ?? '');
  return unit === undefined ? null : { unit, taken: next + 1 - at };
}

/** How many: "2", "twenty five", "half", "three quarters", "a couple", "two and a half", "1 1/2", "zweieinhalb". */
function countAt(words: readonly string[], at: number): { count: number; taken: number } | null {
  const [first = '', second = '', third = '', fourth = ''] = words.slice(at, at + 4);
  const part = fractions.get(first);
  if (part !== undefined) return { count: part, taken: 1 };
  if (one.has(first)) {
    const counted = fractions.get(second) ?? some.get(second);
    return counted === undefined ? { count: 1, taken: 1 } : { count: counted, taken: 2 };
  }
  const both = numberWord(`${first} ${second}`);
  const count = both ?? plainCount(first);
  if (count === undefined) return null;
  const taken = both === undefined ? 1 : 2;
  const after = fractions.get(second);
  if (taken === 1 && after !== undefined) return { count: second === 'quarters' ? count * after : count + after, taken: 2 };
  const more = fractions.get(fourth);
  if (taken === 1 && and.has(second) && one.has(third) && more !== undefined) return { count: count + more, taken: 4 };
  return { count, taken };
}

function plainCount(word: string): number | undefined {
  if (/^(\d{1,9}([.,]\d{1,6})?|[.,]\d{1,6})$/.test(word)) return Number(word.replace(',', '.'));
  const mixed = /^(\d{1,9})([½¼¾])$/.exec(word);
  if (mixed) return Number(mixed[1]) + (fractions.get(mixed[2] ?? '') ?? 0);
  if (word === 'anderthalb') return 1.5;
  const before = word.endsWith('einhalb') ? word.slice(0, -'einhalb'.length) : null;
  if (before === null) return numberWord(word);
  const whole = before === 'ein' ? 1 : numberWord(before);
  return whole === undefined ? undefined : whole + 0.5;
}

/** `2h30m` → 2 hours, 30 minutes; `2h30` too. */
function compactParts(word: string): readonly Part[] | null {
  if (!/^\d/.test(word) || word.length > 40) return null;
  const parts: Part[] = [];
  let at = 0;
  for (const match of word.matchAll(/(\d{1,9}(?:[.,]\d{1,6})?)([a-z]{0,14})/g)) {
    const [all, count = '', name = ''] = match;
    const bareMinutes = name === '' && parts.at(-1)?.unit === hourMs && /^[0-5]?\d$/.test(count);
    const unit = bareMinutes ? 60_000 : units.get(name);
    if (match.index !== at || unit === undefined) return null;
    parts.push({ count: Number(count.replace(',', '.')), unit, taken: 1 });
    at += all.length;
  }
  return at === word.length ? parts : null;
}

/** `pt2h30m`, `p1d`: what Alexa's AMAZON.DURATION gives (ISO 8601), in lower case. */
function isoAmount(word: string): Amount | null {
  const found =
    /^p(?:(\d{1,4})y)?(?:(\d{1,5})m)?(?:(\d{1,5})w)?(?:(\d{1,6})d)?(?:t(?:(\d{1,6})h)?(?:(\d{1,7})m)?(?:(\d{1,9}(?:\.\d{1,3})?)s)?)?$/.exec(word);
  if (!found || word.length < 3) return null;
  const [years, months, weeks, days, hours, minutes, seconds] = found.slice(1).map((digits) => Number(digits ?? 0));
  return {
    years: years ?? 0,
    months: months ?? 0,
    weeks: weeks ?? 0,
    days: days ?? 0,
    ms: (hours ?? 0) * hourMs + (minutes ?? 0) * 60_000 + Math.round((seconds ?? 0) * 1_000),
  };
}

/** Parts of days and weeks count in hours; parts of months and years have no meaning. Answers false for those. */
function add(sum: { -readonly [K in keyof Amount]: Amount[K] }, count: number, unit: Unit): boolean {
  if (typeof unit === 'number') sum.ms += Math.round(count * unit);
  else if (Number.isInteger(count)) sum[unit] += count;
  else if (unit === 'days') sum.ms += Math.round(count * 24 * hourMs);
  else if (unit === 'weeks') sum.ms += Math.round(count * 7 * 24 * hourMs);
  else if (unit === 'years' && Number.isInteger(count * 12)) sum.months += count * 12;
  else return false;
  return true;
}
