import { either } from '../../language/languages.ts';
import { kindOf, type Param, type ParamOptions } from '../kind.ts';
import { neverAlone, withoutArticle } from './article.ts';
import { asking, shown, speak } from './words/speak.ts';

/**
 * One of many that change: `choiceFrom({ from: () => sites.names() })`. `from` answers at once, from what is in memory; it is asked at each parse and search. Case and a
 * beginning or part that only one has do, also with an article before it ("the api").
 */
export function choiceFrom(options: ChoiceFromOptions & { readonly optional: true }): Param<string, true>;
export function choiceFrom(options: ChoiceFromOptions): Param<string, false>;
export function choiceFrom({ from, ...options }: ChoiceFromOptions): Param<string> {
  return kindOf<string>({
    kind: 'choiceFrom',
    asks: asking('search'),
    words: true,
    alone: neverAlone,
    alexaSlot: 'AMAZON.SearchQuery',
    input: { as: 'search' },
    search: (typed, count) => ranked(from(), typed).slice(0, count),
    parse(raw, { locale }) {
      const given = raw.trim();
      const all = from();
      const bare = withoutArticle(given);
      const like = (words: string) => all.find((value) => value.toLowerCase() === words.toLowerCase());
      const exact = all.find((value) => value === given) ?? like(given) ?? like(bare);
      if (exact !== undefined) return { ok: true, value: exact };
      const holding = (words: string) => (words.length < 3 ? [] : ranked(all, words));
      const whole = holding(given);
      const near = whole.length > 0 ? whole : holding(bare);
      const [only, second] = near;
      if (only !== undefined && second === undefined) return { ok: true, value: only };
      const say = speak(locale);
      if (only === undefined) return { ok: false, error: say.notFound(shown(given)) };
      return { ok: false, error: say.several(shown(given), either(near.slice(0, 5), locale)) };
    },
    print: (value) => value,
  })(options);
}

export interface ChoiceFromOptions extends ParamOptions<string> {
  from(): readonly string[];
}

/** Those that begin so, then those that hold it, each in their order. */
function ranked(all: readonly string[], typed: string): string[] {
  const sought = typed.trim().toLowerCase();
  const begun = all.filter((value) => value.toLowerCase().startsWith(sought));
  return [...begun, ...all.filter((value) => value.toLowerCase().includes(sought, 1) && !begun.includes(value))];
}
