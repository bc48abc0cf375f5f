import type { WallTime } from '../../time/zoned.ts';
import { numberWord } from './numberWords.ts';

/** A text with some of its words put differently, and where each of its characters comes from. */
export interface Rewritten {
  readonly text: string;
  /** The stretch of the first text that `[start, end)` of the second came from. */
  origin(start: number, end: number): { readonly start: number; readonly end: number };
}

const month = 'jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez';
// Every quantifier is bounded, so each rule is linear in the text.
const rules: readonly (readonly [RegExp, (match: RegExpMatchArray, today: WallTime) => string | null])[] = [
  [/\b(half past|quarter past|quarter to)\s{1,3}([a-z0-9]{1,12})\b/giu, ([, how = '', hour = '']) => aroundHour(how.toLowerCase(), hour)],
  [
    /(?<![\p{L}\d])(halb|viertel nach|viertel vor)\s{1,3}([a-zäöü0-9]{1,12})(?![\p{L}\d])/giu,
    ([, how = '', hour = '']) => aroundHour(how.toLowerCase(), hour),
  ],
  [
    /(?<![\p{L}\d])(at|by|um|gegen)\s{1,3}([a-zäöü]{3,12})(?:\s{1,3}((?:twenty|thirty|forty|fifty)(?:[\s-][a-z]{3,5})?|[a-z]{6,9}))?(?![\p{L}\d])/giu,
    ([, at = '', hour = '', minute]) => saidHour(at, hour, minute),
  ],
  [
    new RegExp(`\\b(?:on )?the (\\d{1,2})(?:st|nd|rd|th)\\b(?!\\s{1,3}(?:of\\s{1,3})?(?:${month}))`, 'giu'),
    ([, day = ''], today) => nextDate(Number(day), undefined, today),
  ],
  [/(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.(?!\s?\d{4})/gu, ([, day = '', monthOfYear = ''], today) => nextDate(Number(day), Number(monthOfYear), today)],
  [/(?<![\p{L}])morgen früh(?![\p{L}])/giu, () => 'morgen um 09:00'],
];

/** Puts what the date reader doesn't know into what it does: "at nine thirty" → "at 9:30", "halb neun" → "8:30", "on the 24th" and "24.12." → their next date. */
export function rewriteSpoken(text: string, today: WallTime): Rewritten {
  const starts: number[] = [];
  const ends: number[] = [];
  let output = '';
  const keep = (from: number, to: number) => {
    for (let i = from; i < to; i++) {
      starts.push(i);
      ends.push(i + 1);
    }
    output += text.slice(from, to);
  };
  let at = 0;
  for (const { start, end, instead } of replacements(text, today)) {
    if (start < at) continue;
    keep(at, start);
    for (let i = 0; i < instead.length; i++) {
      starts.push(start);
      ends.push(end);
    }
    output += instead;
    at = end;
  }
  keep(at, text.length);
  return { text: output, origin: (start, end) => ({ start: starts[start] ?? text.length, end: ends[end - 1] ?? text.length }) };
}

function replacements(text: string, today: WallTime) {
  const found: { start: number; end: number; instead: string }[] = [];
  for (const [pattern, make] of rules) {
    for (const match of text.matchAll(pattern)) {
      const instead = make(match, today);
      if (instead !== null) found.push({ start: match.index, end: match.index + match[0].length, instead });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

function hourOf(word: string): number | null {
  const hour = /^\d{1,2}$/.test(word) ? Number(word) : numberWord(word);
  return hour !== undefined && hour >= 0 && hour <= 24 ? hour : null;
}

function aroundHour(how: string, word: string): string | null {
  const hour = hourOf(word);
  if (hour === null || hour === 0) return null;
  const before = hour === 1 ? 12 : hour - 1;
  switch (how) {
    case 'half past':
      return `at ${hour}:30`;
    case 'quarter past':
      return `at ${hour}:15`;
    case 'quarter to':
      return `at ${before}:45`;
    case 'halb':
      return `um ${before}:30`;
    case 'viertel nach':
      return `um ${hour}:15`;
    default:
      return `um ${before}:45`;
  }
}

function saidHour(at: string, word: string, minuteWord: string | undefined): string | null {
  const hour = numberWord(word);
  if (hour === undefined || hour > 24) return null;
  if (minuteWord === undefined) return `${at} ${hour}`;
  const minute = numberWord(minuteWord);
  if (minute !== undefined && minute >= 10 && minute < 60) return `${at} ${hour}:${minute}`;
  // What follows is no minute ("at nine tomorrow"): it stays as it was.
  return `${at} ${hour} ${minuteWord}`;
}

/** The next day of that number (and month), today included, as YYYY-MM-DD; null when no month has it. */
function nextDate(day: number, monthOfYear: number | undefined, today: WallTime): string | null {
  for (let ahead = 0; ahead <= 60; ahead++) {
    const index = today.month - 1 + ahead;
    const [year, inYear] = [today.year + Math.floor(index / 12), (index % 12) + 1];
    if (monthOfYear !== undefined && inYear !== monthOfYear) continue;
    if (day < 1 || day > new Date(Date.UTC(year, inYear, 0)).getUTCDate()) continue;
    if (ahead === 0 && day < today.day) continue;
    return `${year}-${String(inYear).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  }
  return null;
}
