import { numberWord } from './kinds/numberWords.ts';

const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const around = /^(?:the )?(?:(number|no\.?|#) ?)?([\p{L}\p{N}-]{1,20})(?: (one|reminder|item|entry))?[.!]?$/iu;

/** Which of `count` things these words choose by its place, counted from 1: "the second one", "number two", "#2", "the last one". Undefined for other words, and past the end. */
export function nthOf(words: string, count: number): number | undefined {
  const [, number, word = '', one] = around.exec(words.trim()) ?? [];
  const place = ordinals.indexOf(word.toLowerCase().replace(/^(\d+)(?:st|nd|rd|th)$/, (_, digits: string) => ordinals[Number(digits) - 1] ?? ''));
  const last = /^last$/i.test(word) && count > 0 ? count : undefined;
  const counted = number === undefined ? undefined : numberIn(word);
  const nth = last ?? (place < 0 ? counted : place + 1);
  return nth !== undefined && nth >= 1 && nth <= count && (one === undefined || number === undefined) ? nth : undefined;
}

const numberIn = (word: string) => (/^\d{1,3}$/.test(word) ? Number(word) : numberWord(word));
