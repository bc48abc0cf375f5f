import type { Kind } from './kind.ts';
import { wordsOf } from './phrase.ts';

/** Words that one takes at most: more are looked at for none. */
const wordsMax = 12;

/**
 * A kind's `find`, of values that stand where a text begins or ends: "lunch 12.50 €", "24 December buy milk". The longest that `parse` takes, at the beginning first. A single word is found where
 * it is like `alone`, for it may be a word of the text; else its place tells whose it is.
 */
export const atEnds =
  <T>(parse: Kind<T>['parse'], alone: RegExp): NonNullable<Kind<T>['find']> =>
  (text, context) => {
    const words = wordsOf(text, text.length);
    for (let count = Math.min(wordsMax, words.length); count > 0; count--)
      for (const some of [words.slice(0, count), words.slice(-count)]) {
        const [start, end] = [some[0]?.start ?? 0, some.at(-1)?.end ?? 0];
        const said = text.slice(start, end);
        if (count === 1 && !alone.test(said)) continue;
        const parsed = parse(said, context);
        if (parsed.ok) return { value: parsed.value, start, end };
      }
    return null;
  };

/** A stretch of a text, by its characters. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The stretches of a text's words that reach its end, the longest first, then those from its beginning; of `most` words at most. */
export function reachingEnds(words: readonly Span[], most: number): readonly Span[] {
  const [first, last] = [words[0]?.start ?? 0, words.at(-1)?.end ?? 0];
  const toEnd = words.slice(-most).map(({ start }) => ({ start, end: last }));
  const fromStart = words.slice(0, most).map(({ end }) => ({ start: first, end }));
  return [...toEnd, ...fromStart.reverse()];
}
