import { inLanguages } from '../../../language/languages.ts';
import { de } from './de.ts';
import { en, type Words } from './en.ts';

/** What the kinds say, in a person's language. */
export const speak = inLanguages<Words>({ en, de });

/** The question of a kind, in the language it is asked in. */
export const asking = (kind: keyof Words['asks']) => (locale: string) => speak(locale).asks[kind];

/** As much of what was given as an answer repeats. */
export const shown = (given: string) => (given.length > 40 ? `${given.slice(0, 40)}…` : given);

/** Says that a value lies outside; at least one end is there. */
export function outOf(words: Words, given: string, least: string | undefined, most: string | undefined): string {
  const range = least === undefined ? words.to(most ?? '') : most === undefined ? words.from(least) : words.between(least, most);
  return words.outside(given, range);
}
