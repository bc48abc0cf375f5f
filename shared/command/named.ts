import { numberWord } from './kinds/numberWords.ts';
import { nthOf } from './nth.ts';

/**
 * Those of a list, as it was shown, that a person's words name: by its number ("2", "two", "the second one"), else the one called exactly so, else all whose name has the words in it.
 */
export function named<T>(words: string, list: readonly T[], nameOf: (item: T) => string): readonly T[] {
  const said = words.trim();
  const number = /^#?(\d{1,3})\.?$/.exec(said)?.[1] ?? numberWord(said) ?? nthOf(said, list.length);
  if (number !== undefined) return list.slice(Number(number) - 1, Number(number));
  const lower = said.toLowerCase();
  const exact = list.filter((item) => nameOf(item).toLowerCase() === lower);
  return exact.length > 0 ? exact : list.filter((item) => nameOf(item).toLowerCase().includes(lower));
}

/** What looks like the id of a record: taken as it is, for a list may lag behind. */
export const isId = (words: string) => /^[0-9a-f]{24}$/.test(words);
