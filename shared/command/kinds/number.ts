import { kindOf, type Param, type ParamOptions } from '../kind.ts';
import { decimalOf, formatIn, sameEverywhere } from './decimal.ts';
import { asking, outOf, shown, speak } from './words/speak.ts';

/** A number from `min` to `max`, both included: "12.5", "12,5", "1.234,5" by the locale, "three point five". */
export function number(options: NumberOptions & { readonly optional: true }): Param<number, true>;
export function number(options?: NumberOptions): Param<number, false>;
export function number({ min, max, ...options }: NumberOptions = {}): Param<number> {
  return kindOf<number>({
    kind: 'number',
    asks: asking('number'),
    words: false,
    // AMAZON.NUMBER holds whole numbers alone.
    alexaSlot: 'AMAZON.SearchQuery',
    input: { as: 'number', ...rangeOf(min, max) },
    schema: { type: 'number', ...(min === undefined ? {} : { minimum: min }), ...(max === undefined ? {} : { maximum: max }) },
    parse(raw, { locale }) {
      const value = Number(decimalOf(raw, locale) ?? Number.NaN);
      const say = speak(locale);
      if (!Number.isFinite(value)) return { ok: false, error: say.noNumber(shown(raw.trim())) };
      if (isOutside(value, min, max)) return { ok: false, error: outOf(say, numberIn(value, locale), inWords(min, locale), inWords(max, locale)) };
      return { ok: true, value: value + 0 };
    },
    print: printed,
    printIn: numberIn,
  })(options);
}

export interface NumberOptions extends ParamOptions<number> {
  readonly min?: number;
  readonly max?: number;
}

/** A number that reads alike in every locale. */
export const printed = (value: number) => sameEverywhere(String(value));

/** A number as people of the locale write it: 1234.5 → "1.234,5" in German. Where 20 digits behind the point wouldn't hold all 17 of a double, as programs write it. */
export function numberIn(value: number, locale: string): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-3)) return printed(value);
  return formatIn(locale, { maximumFractionDigits: 20 }).format(value);
}

export const isOutside = (value: number, min: number | undefined, max: number | undefined) =>
  (min !== undefined && value < min) || (max !== undefined && value > max);

/** The ends of a range, as an input takes them. */
export const rangeOf = (min: number | undefined, max: number | undefined) => ({
  ...(min === undefined ? {} : { min: String(min) }),
  ...(max === undefined ? {} : { max: String(max) }),
});

const inWords = (value: number | undefined, locale: string) => (value === undefined ? undefined : numberIn(value, locale));
