import { de } from './de.ts';
import { en, type Words } from './en.ts';

/** A language is a file beside these and an entry here. */
export const languages: Readonly<Record<string, Words>> = { en, de };

/** The messages in a person's language: `de-AT` → German; a language without messages → English. */
export function speak(locale: string): Words {
  return languages[locale.slice(0, 2).toLowerCase()] ?? en;
}

/** The question of a kind, in the language it is asked in. */
export const asking = (kind: keyof Words['asks']) => (locale: string) => speak(locale).asks[kind];

/** As much of what was given as an answer repeats. */
export const shown = (given: string) => (given.length > 40 ? `${given.slice(0, 40)}…` : given);

/** Says that a value lies outside; at least one end is there. */
export function outOf(words: Words, given: string, least: string | undefined, most: string | undefined): string {
  const range = least === undefined ? words.to(most ?? '') : most === undefined ? words.from(least) : words.between(least, most);
  return words.outside(given, range);
}
