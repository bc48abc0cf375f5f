import { kindOf, type Param, type ParamOptions, type Parsed } from '../kind.ts';
import { wordsOf } from '../phrase.ts';
import { amountAt } from './amount.ts';
import { asking, outOf, shown, speak } from './words/speak.ts';

/** A length of time, ms: a day is 24 hours, a week 7 days. Whole and not negative. */
export interface Duration {
  readonly ms: number;
}

const oneOf = new Set(['second', 'minute', 'hour', 'day', 'week', 'sekunde', 'minute', 'stunde', 'tag', 'woche']);
const maxYears = 10;
/** The longest duration: 10 years of 365 days, ms. */
export const durationMaxMs = maxYears * 365 * 86_400_000;

/** "2 hours and 30 minutes", "90s", "1.5 h", "eine halbe Stunde", "PT5M"; from `min` to `max`, both included. */
export function duration(options: DurationOptions & { readonly optional: true }): Param<Duration, true>;
export function duration(options?: DurationOptions): Param<Duration, false>;
export function duration({ min, max, ...options }: DurationOptions = {}): Param<Duration> {
  return kindOf<Duration>({
    kind: 'duration',
    asks: asking('duration'),
    words: true,
    alexaSlot: 'AMAZON.DURATION',
    input: { as: 'text', ...(min === undefined ? {} : { min: printed(min) }), ...(max === undefined ? {} : { max: printed(max) }) },
    parse(raw, { locale }) {
      const all = wordsOf(raw.toLowerCase()).map(({ word }) => word);
      const said = all[0] === 'for' || all[0] === 'für' ? all.slice(1) : all;
      // "every minute": one of it.
      const words = said.length === 1 && oneOf.has(said[0] ?? '') ? ['1', ...said] : said;
      const found = amountAt(words);
      const say = speak(locale);
      if (!found || found.taken !== words.length) return { ok: false, error: say.noDuration(shown(raw.trim())) };
      const parsed = inMs(found.amount, locale);
      if (!parsed.ok || ((min === undefined || parsed.value.ms >= min.ms) && (max === undefined || parsed.value.ms <= max.ms))) return parsed;
      return { ok: false, error: outOf(say, printed(parsed.value), min && printed(min), max && printed(max)) };
    },
    print: printed,
    find(text, { locale }) {
      const words = wordsOf(text.toLowerCase(), text.length);
      for (let i = 0; i < words.length; i++) {
        const found = amountAt(words.slice(i, i + 16).map(({ word }) => word));
        const [first, last] = [words[i], words[i + (found?.taken ?? 0) - 1]];
        const value = found && inMs(found.amount, locale);
        if (value?.ok && first && last) return { value: value.value, start: first.start, end: last.end };
      }
      return null;
    },
  })(options);
}

export interface DurationOptions extends ParamOptions<Duration> {
  readonly min?: Duration;
  readonly max?: Duration;
}

function inMs(amount: { years: number; months: number; weeks: number; days: number; ms: number }, locale: string): Parsed<Duration> {
  if (amount.years > 0 || amount.months > 0) return { ok: false, error: speak(locale).noFixedLength };
  const ms = amount.ms + (amount.weeks * 7 + amount.days) * 86_400_000;
  if (ms > durationMaxMs) return { ok: false, error: speak(locale).longerThan(maxYears) };
  return { ok: true, value: { ms } };
}

/** `9000000` → `2h 30m`: what `parse` reads back. */
function printed({ ms }: Duration): string {
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
