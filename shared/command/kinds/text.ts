import { kindOf, type Param, type ParamOptions } from '../kind.ts';
import { asking, speak } from './words/speak.ts';

/** Characters of a text parameter: all that is kept of what was said. */
export const textParamMax = 4_000;

/** Words as they are, without the white space around them. Never empty; from `min` to `max` characters (UTF-16). */
export function text(options: TextOptions & { readonly optional: true }): Param<string, true>;
export function text(options?: TextOptions): Param<string, false>;
export function text({ min = 1, max = textParamMax, ...options }: TextOptions = {}): Param<string> {
  const most = Math.min(max, textParamMax);
  return kindOf<string>({
    kind: 'text',
    asks: asking('text'),
    words: true,
    alexaSlot: 'AMAZON.SearchQuery',
    ...(min > 1 || most < textParamMax
      ? { schema: { type: 'string', minLength: min, maxLength: most }, input: { as: 'text', min: String(min), max: String(most) } }
      : {}),
    parse(raw, { locale }) {
      const value = raw.trim();
      const say = speak(locale);
      if (value === '') return { ok: false, error: say.empty };
      if (value.length < min) return { ok: false, error: say.tooShort(min) };
      if (value.length > most) return { ok: false, error: say.tooLong(value.length, most) };
      return { ok: true, value };
    },
    print: (value) => value,
  })(options);
}

export interface TextOptions extends ParamOptions<string> {
  /** How many characters: 1 to 4,000 where nothing is said. */
  readonly min?: number;
  readonly max?: number;
}
