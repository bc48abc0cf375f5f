import { either } from '../../language/languages.ts';
import { kindOf, type Param, type ParamOptions } from '../kind.ts';
import { neverAlone, withoutArticle } from './article.ts';
import { shown, speak } from './words/speak.ts';

/** One of a few words: `choice({ of: ['day', 'week', 'month'] })`. Case and a unique beginning of at least 3 letters do, also with an article before it. */
export function choice<const V extends string>(options: ChoiceOptions<V> & { readonly optional: true }): Param<V, true>;
export function choice<const V extends string>(options: ChoiceOptions<V>): Param<V, false>;
export function choice<const V extends string>({ of, ...options }: ChoiceOptions<V>): Param<V> {
  if (of.length === 0) throw new Error('A choice needs at least one value.');
  return kindOf<V>({
    kind: 'choice',
    asks: (locale) => speak(locale).askOneOf(listed(of, locale)),
    words: of.some((value) => /\s/.test(value)),
    alone: neverAlone,
    alexaSlot: 'AMAZON.SearchQuery',
    choices: of,
    parse(raw, { locale }) {
      const given = raw.trim().toLowerCase();
      const bare = withoutArticle(given);
      const like = (words: string) => of.find((value) => value.toLowerCase() === words);
      const exact = of.find((value) => value === raw.trim()) ?? like(given) ?? like(bare);
      if (exact !== undefined) return { ok: true, value: exact };
      const begins = (words: string) => (words.length < 3 ? [] : of.filter((value) => value.toLowerCase().startsWith(words)));
      const begun = begins(given).length > 0 ? begins(given) : begins(bare);
      const [only, second] = begun;
      if (only !== undefined && second === undefined) return { ok: true, value: only };
      return { ok: false, error: speak(locale).notOneOf(shown(raw.trim()), listed(of, locale)) };
    },
    print: (value) => value,
  })(options as ParamOptions<V>);
}

export interface ChoiceOptions<V extends string> extends ParamOptions<V> {
  readonly of: readonly V[];
}

/** Values of a choice that are told at once. */
const listedMax = 12;

function listed(values: readonly string[], locale: string): string {
  const left = values.length - listedMax + 1;
  return either(values.length > listedMax ? [...values.slice(0, listedMax - 1), speak(locale).more(left)] : values, locale);
}
