import { kindOf, type Param, type ParamOptions } from '../kind.ts';
import { decimalOf } from './decimal.ts';
import { isOutside, numberIn, printed, rangeOf } from './number.ts';
import { asking, outOf, shown, speak } from './words/speak.ts';

/** A number of percent: 12.5 is 12.5 %. "12,5 %", "twelve percent", "12 Prozent", or the number alone. */
export function percent(options: PercentOptions & { readonly optional: true }): Param<number, true>;
export function percent(options?: PercentOptions): Param<number, false>;
export function percent({ min, max, ...options }: PercentOptions = {}): Param<number> {
  return kindOf<number>({
    kind: 'percent',
    asks: asking('percent'),
    words: true,
    alone: /%$/,
    alexaSlot: 'AMAZON.SearchQuery',
    input: { as: 'number', ...rangeOf(min, max) },
    schema: { type: 'number', ...(min === undefined ? {} : { minimum: min }), ...(max === undefined ? {} : { maximum: max }) },
    parse(raw, { locale }) {
      const say = speak(locale);
      const given = raw.trim().toLowerCase();
      const unit = ['%', 'percent', 'per cent', 'prozent'].find((end) => given.endsWith(end)) ?? '';
      const value = Number(decimalOf(given.slice(0, given.length - unit.length), locale) ?? Number.NaN);
      if (!Number.isFinite(value)) return { ok: false, error: say.noPercent(shown(raw.trim())) };
      const inWords = (of: number | undefined) => (of === undefined ? undefined : percentIn(of, locale));
      if (isOutside(value, min, max)) return { ok: false, error: outOf(say, percentIn(value, locale), inWords(min), inWords(max)) };
      return { ok: true, value: value + 0 };
    },
    print: (value) => `${printed(value)}%`,
    printIn: percentIn,
  })(options);
}

export interface PercentOptions extends ParamOptions<number> {
  /** In percent: 0, 100. */
  readonly min?: number;
  readonly max?: number;
}

const percentIn = (value: number, locale: string) => `${numberIn(value, locale)}${locale.startsWith('de') ? '\u00a0' : ''}%`;
