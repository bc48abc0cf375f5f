import { numberWord } from './numberWords.ts';

/** A stretch of time as people name it, not yet counted: a month has no length of its own. */
export interface Amount {
  readonly years: number;
  readonly months: number;
  readonly weeks: number;
  readonly days: number;
  /** Hours and everything below, ms. */
  readonly ms: number;
}

type Unit = keyof Omit<Amount, 'ms'> | number;

const unitNames: readonly (readonly [Unit, string])[] = [
  ['years', 'y year years yr yrs jahr jahre jahren'],
  ['months', 'mo month months monat monate monaten'],
  ['weeks', 'w week weeks wk wks woche wochen'],
  ['days', 'd day days tag tage tagen'],
  [3_600_000, 'h hr hrs hour hours std stunde stunden'],
  [60_000, 'm min mins minute minutes minuten'],
  [1_000, 's sec secs second seconds sek sekunde sekunden'],
  [1, 'ms millisecond milliseconds millisekunde millisekunden'],
];
const units = new Map<string, Unit>(unitNames.flatMap(([unit, names]) => names.split(' ').map((name) => [name, unit] as const)));
const one = new Set(['a', 'an', 'ein', 'eine', 'einer', 'einem', 'einen']);
const half = new Set(['half', 'halbe', 'halben', 'halbes']);
const and = new Set(['and', 'und']);

/**
 * Reads an amount at the beginning of `words` (lower case): "2 hours and 30 minutes", "2h30m", "an hour and a half", "half an hour", "1.5 days".
 * Answers how many words it took, or null when none begins there.
 */
export function amountAt(words: readonly string[]): { readonly amount: Amount; readonly taken: number } | null {
  const iso = isoAmount(words[0] ?? '');
  if (iso) return { amount: iso, taken: 1 };
  const sum = { years: 0, months: 0, weeks: 0, days: 0, ms: 0 };
  let at = 0;
  let last: Unit | undefined;
  for (;;) {
    const start = at > 0 && and.has(words[at] ?? '') ? at + 1 : at;
    if (last !== undefined && start > at && one.has(words[start] ?? '') && half.has(words[start + 1] ?? '') && !units.has(words[start + 2] ?? '')) {
      if (!add(sum, 0.5, last)) return null;
      at = start + 2;
      continue;
    }
    const compact = compactPairs(words[start] ?? '');
    if (compact) {
      for (const [count, unit] of compact) {
        if (!add(sum, count, unit)) return null;
        last = unit;
      }
      at = start + 1;
      continue;
    }
    const pair = pairAt(words, start);
    if (!pair) break;
    if (!add(sum, pair.count, pair.unit)) return null;
    last = pair.unit;
    at = start + pair.taken;
  }
  return at === 0 ? null : { amount: sum, taken: at };
}

/** A count and a unit, in two to four words. */
function pairAt(words: readonly string[], at: number): { count: number; unit: Unit; taken: number } | null {
  const [first = '', second = '', third = ''] = words.slice(at, at + 3);
  const plain = units.get(second);
  const count = countOf(first);
  if (count !== undefined && plain !== undefined) return { count, unit: plain, taken: 2 };
  const afterHalf = units.get(third);
  if (half.has(first) && one.has(second) && afterHalf !== undefined) return { count: 0.5, unit: afterHalf, taken: 3 };
  if (one.has(first) && half.has(second) && afterHalf !== undefined) return { count: 0.5, unit: afterHalf, taken: 3 };
  if (first === 'anderthalb' && plain !== undefined) return { count: 1.5, unit: plain, taken: 2 };
  return null;
}

function countOf(word: string): number | undefined {
  if (one.has(word)) return 1;
  if (half.has(word)) return 0.5;
  if (/^\d{1,9}([.,]\d{1,6})?$/.test(word)) return Number(word.replace(',', '.'));
  return numberWord(word);
}

/** `2h30m` → [2, hours], [30, minutes]. */
function compactPairs(word: string): (readonly [number, Unit])[] | null {
  if (!/^\d/.test(word) || word.length > 40) return null;
  const pairs: (readonly [number, Unit])[] = [];
  let at = 0;
  for (const match of word.matchAll(/(\d{1,9}(?:[.,]\d{1,6})?)([a-z]{1,14})/g)) {
    const unit = units.get(match[2] ?? '');
    if (match.index !== at || unit === undefined) return null;
    pairs.push([Number(match[1]?.replace(',', '.')), unit]);
    at += match[0].length;
  }
  return at === word.length ? pairs : null;
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
    ms: (hours ?? 0) * 3_600_000 + (minutes ?? 0) * 60_000 + Math.round((seconds ?? 0) * 1_000),
  };
}

/** Parts of days and weeks count in hours; parts of months and years have no meaning. Answers false for those. */
function add(sum: { -readonly [K in keyof Amount]: Amount[K] }, count: number, unit: Unit): boolean {
  if (typeof unit === 'number') sum.ms += Math.round(count * unit);
  else if (Number.isInteger(count)) sum[unit] += count;
  else if (unit === 'days') sum.ms += Math.round(count * 86_400_000);
  else if (unit === 'weeks') sum.ms += Math.round(count * 7 * 86_400_000);
  else if (unit === 'years' && Number.isInteger(count * 12)) sum.months += count * 12;
  else return false;
  return true;
}
