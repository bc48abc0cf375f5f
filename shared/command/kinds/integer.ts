import { kindOf, type Param, type ParamOptions } from '../kind.ts';
import { decimalOf } from './decimal.ts';
import { numberWord } from './numberWords.ts';
import { asking, outOf, shown, speak } from './words/speak.ts';

/** A whole number from `min` to `max`, both included; without them, any that a double holds exactly. */
export function integer(options: IntegerOptions & { readonly optional: true }): Param<number, true>;
export function integer(options?: IntegerOptions): Param<number, false>;
export function integer({ min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER, ...options }: IntegerOptions = {}): Param<number> {
  return kindOf<number>({
    kind: 'integer',
    asks: asking('integer'),
    words: false,
    alexaSlot: 'AMAZON.NUMBER',
    input: {
      as: 'number',
      ...(min === Number.MIN_SAFE_INTEGER ? {} : { min: String(min) }),
      ...(max === Number.MAX_SAFE_INTEGER ? {} : { max: String(max) }),
    },
    schema: { type: 'integer', minimum: min, maximum: max },
    parse(raw, { locale }) {
      const given = howOften(raw.trim());
      const value = /^[+-]?\d{1,16}$/.test(given) ? Number(given) : (numberWord(given) ?? grouped(given, locale));
      const say = speak(locale);
      if (value === undefined || !Number.isSafeInteger(value)) return { ok: false, error: say.noInteger(shown(raw.trim())) };
      if (value < min || value > max) {
        const [least, most] = [min === Number.MIN_SAFE_INTEGER ? undefined : String(min), max === Number.MAX_SAFE_INTEGER ? undefined : String(max)];
        return { ok: false, error: outOf(say, String(value), least, most) };
      }
      return { ok: true, value: value + 0 };
    },
    print: String,
  })(options);
}

export interface IntegerOptions extends ParamOptions<number> {
  readonly min?: number;
  readonly max?: number;
}

/** "twice", "three times", "dreimal": the number alone. */
const howOften = (given: string) => often.get(given.toLowerCase()) ?? given.replace(/(?<=\S) ?(?:times|mal)$/i, '');
const often: ReadonlyMap<string, string> = new Map([
  ['once', '1'],
  ['twice', '2'],
]);

/** "1.000" in German, "minus five": a number of another spelling that is whole. */
function grouped(given: string, locale: string): number | undefined {
  const decimal = decimalOf(given, locale);
  return decimal !== null && /^-?\d{1,16}$/.test(decimal) ? Number(decimal) : undefined;
}
