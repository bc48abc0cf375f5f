import { later } from '../../../time/zoned.ts';
import { wordsOf } from '../../phrase.ts';
import { amountAt } from '../amount.ts';
import type { Amount } from '../unitWords.ts';
import type { DateSpan } from './readDate.ts';

/** An amount that moves the date behind it: "10 minutes before", "a week from". */
export interface Shift {
  readonly start: number;
  readonly end: number;
  readonly amount: Amount;
}

const signs: Readonly<Record<string, number>> = { before: -1, vor: -1, from: 1, after: 1, nach: 1 };
/** Words of an amount that are looked at. */
const wordsMax = 8;

/** All in a text, in order. */
export function shiftsIn(text: string): Shift[] {
  const words = wordsOf(text.toLowerCase(), text.length);
  return words.flatMap(({ word, end }, at) => {
    const sign = Object.hasOwn(signs, word) ? signs[word] : undefined;
    // "2 days from now" is an amount of its own.
    if (sign === undefined || words[at + 1]?.word.startsWith('now')) return [];
    for (let from = Math.max(0, at - wordsMax); from < at; from++) {
      const found = amountAt(words.slice(from, at).map((one) => one.word));
      const first = words[from];
      if (found?.taken === at - from && first) return [{ start: first.start, end, amount: signed(found.amount, sign) }];
    }
    return [];
  });
}

/** The text with blanks for the shifts, so that a reader sees the dates alone where they stand. */
export function blanked(text: string, shifts: readonly Shift[]): string {
  return shifts.reduce((left, { start, end }) => left.slice(0, start) + ' '.repeat(end - start) + left.slice(end), text);
}

/** A date moved by the shift right before it, if there is one. */
export function shifted(span: DateSpan, shifts: readonly Shift[], text: string): DateSpan {
  const shift = shifts.find(({ end }) => end <= span.start && text.slice(end, span.start).trim() === '');
  if (!shift || span.at === null) return span;
  const { open: _open, ...moved } = span;
  return { ...moved, start: shift.start, at: later(span.at, shift.amount, span.timeZone) };
}

const signed = ({ years, months, weeks, days, ms }: Amount, sign: number): Amount => ({
  years: years * sign,
  months: months * sign,
  weeks: weeks * sign,
  days: days * sign,
  ms: ms * sign,
});
