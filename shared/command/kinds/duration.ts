import { kindOf, type Parsed } from '../kind.ts';
import { wordsOf } from '../phrase.ts';
import { amountAt } from './amount.ts';
import { asking, shown, speak } from './words/speak.ts';

/** A length of time, ms: a day is 24 hours, a week 7 days. Whole and not negative. */
export interface Duration {
  readonly ms: number;
}

/** The longest duration: 10 years of 365 days, ms. */
export const durationMaxMs = 3_650 * 86_400_000;

/** "2 hours and 30 minutes", "90s", "1.5 h", "eine halbe Stunde", "PT5M". */
export const duration = kindOf<Duration>({
  kind: 'duration',
  asks: asking('duration'),
  words: true,
  alexaSlot: 'AMAZON.DURATION',
  parse(raw, { locale }) {
    const words = wordsOf(raw.toLowerCase()).map(({ word }) => word);
    const found = amountAt(words[0] === 'for' || words[0] === 'für' ? words.slice(1) : words);
    const taken = found ? found.taken + (words[0] === 'for' || words[0] === 'für' ? 1 : 0) : 0;
    if (!found || taken !== words.length) return { ok: false, error: speak(locale).noDuration(shown(raw.trim())) };
    return inMs(found.amount);
  },
  print: ({ ms }) => printed(ms),
  find(text) {
    const words = wordsOf(text.toLowerCase(), text.length);
    for (let i = 0; i < words.length; i++) {
      const found = amountAt(words.slice(i, i + 16).map(({ word }) => word));
      const [first, last] = [words[i], words[i + (found?.taken ?? 0) - 1]];
      const value = found && inMs(found.amount);
      if (value?.ok && first && last) return { value: value.value, start: first.start, end: last.end };
    }
    return null;
  },
});

function inMs(amount: { years: number; months: number; weeks: number; days: number; ms: number }): Parsed<Duration> {
  if (amount.years > 0 || amount.months > 0) return { ok: false, error: 'Months and years differ in length. Say it in days or weeks.' };
  const ms = amount.ms + (amount.weeks * 7 + amount.days) * 86_400_000;
  if (ms > durationMaxMs) return { ok: false, error: 'That is longer than 10 years.' };
  return { ok: true, value: { ms } };
}

/** `9000000` → `2h 30m`: what `parse` reads back. */
function printed(ms: number): string {
  const parts: string[] = [];
  let rest = ms;
  for (const [unit, length] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
    ['ms', 1],
  ] as const) {
    const count = Math.floor(rest / length);
    if (count > 0) parts.push(`${count}${unit}`);
    rest -= count * length;
  }
  return parts.join(' ') || '0s';
}
