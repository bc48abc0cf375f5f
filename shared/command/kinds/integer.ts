import { kindOf, type Param, type ParamOptions } from '../kind.ts';
import { numberWord } from './numberWords.ts';

/** A whole number from `min` to `max`, both included; without them, any that a double holds exactly. */
export function integer(options: IntegerOptions & { readonly optional: true }): Param<number, true>;
export function integer(options?: IntegerOptions): Param<number, false>;
export function integer({ min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER, ...options }: IntegerOptions = {}): Param<number> {
  return kindOf<number>({
    kind: 'integer',
    asks: 'Which number?',
    words: false,
    alexaSlot: 'AMAZON.NUMBER',
    parse(raw) {
      const given = raw.trim();
      const value = /^[+-]?\d{1,16}$/.test(given) ? Number(given) : numberWord(given);
      if (value === undefined || !Number.isSafeInteger(value)) return { ok: false, error: `“${shown(given)}” is not a whole number.` };
      if (value < min || value > max) return { ok: false, error: `${value} is out of range: ${range(min, max)}.` };
      return { ok: true, value: value + 0 };
    },
    print: String,
  })(options);
}

export interface IntegerOptions extends ParamOptions<number> {
  readonly min?: number;
  readonly max?: number;
}

const shown = (given: string) => (given.length > 40 ? `${given.slice(0, 40)}…` : given);

function range(min: number, max: number): string {
  if (min === Number.MIN_SAFE_INTEGER) return `at most ${max}`;
  if (max === Number.MAX_SAFE_INTEGER) return `at least ${min}`;
  return `it should be from ${min} to ${max}`;
}
