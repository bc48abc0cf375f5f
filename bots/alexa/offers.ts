import { numberWord } from '../../shared/command/kinds/numberWords.ts';
import { nthOf } from '../../shared/command/nth.ts';
import { objectOf, text } from './envelope.ts';

/** A button as words to say: what is said, and its token. */
export type Offer = readonly [said: string, token: string];

/** What an open session offered last. It travels in the session's attributes, which come back with the next request, under the same signature. */
export interface Offers {
  readonly offers: readonly Offer[];
  /** The one that the question named ("Did you mean …?"): a bare yes means it. */
  readonly yes?: number;
}

/** Offers that travel at most. */
export const offersMax = 10;
const saidMax = 200;
const tokenMax = 2_000;

/** Reads back what `respond` put into the attributes; none where they hold anything else. */
export function offersIn(attributes: unknown): Offers {
  const { offers, yes } = objectOf(attributes) ?? {};
  if (!Array.isArray(offers)) return { offers: [] };
  const read = offers.slice(0, offersMax).flatMap((offer: unknown): Offer[] => {
    const [said, token] = Array.isArray(offer) ? offer : [];
    const [words, pressed] = [text(said, saidMax), text(token, tokenMax)];
    return words === undefined || pressed === undefined ? [] : [[words, pressed]];
  });
  return { offers: read, ...(typeof yes === 'number' && read[yes] ? { yes } : {}) };
}

/** The token of the offer that these words choose: by its own words, or by its place ("the first one"). */
export function chosen(words: string, { offers }: Offers): string | undefined {
  const said = alike(words);
  const byWords = offers.find(([offer]) => alike(offer) === said);
  if (byWords) return byWords[1];
  // "Number two" is a number that was said in the answer, not a place among what was offered.
  const nth = offers.length > 1 && !/number|nummer|#/i.test(words) ? nthOf(words, offers.length) : undefined;
  return nth === undefined ? undefined : offers[nth - 1]?.[1];
}

/** Words so that two ways to say or write the same are one: small letters, numbers as digits, spoken dots as dots, without what is polite. */
export function alike(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.' ]/gu, ' ')
    .replace(/(?<=\S) (?:dot|punkt) (?=\S)/g, '.')
    .replace(/\.(?= |$)/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '' && word !== 'please' && word !== 'bitte')
    .map((word) => String(numberWord(word) ?? word))
    .join(' ');
}
