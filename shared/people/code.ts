import { randomInt, timingSafeEqual } from 'node:crypto';

/** Letters and digits that no one takes for another: without 0 O, 1 I L, 2 Z, 5 S, 8 B, U V. */
export const alphabet = '34679ACDEFGHJKMNPQRTWXY';
const digits = '0123456789';

export const codeChars = 6;

/** A code of 6 characters: of digits alone for one that is spoken, as a voice mishears letters. */
export function newCode(spoken: boolean): string {
  const from = spoken ? digits : alphabet;
  const code = Array.from({ length: codeChars }, () => from.charAt(randomInt(from.length))).join('');
  // One that is typed has a letter, so that the two kinds are told apart.
  return spoken || /[A-Z]/.test(code) ? code : newCode(spoken);
}

const words: Readonly<Record<string, string>> = {
  zero: '0', oh: '0', one: '1', two: '2', to: '2', too: '2', three: '3', four: '4', for: '4', five: '5', six: '6', seven: '7', eight: '8', nine: '9',
  null: '0', eins: '1', zwei: '2', zwo: '2', drei: '3', vier: '4', fünf: '5', sechs: '6', sieben: '7', acht: '8', neun: '9',
}; // biome-ignore format: a table of words.

/** What was typed or said, as a code is written: upper case, without what stands between, spoken digits as digits. */
export function codeIn(said: string): string {
  const parts = said
    .trim()
    .toLowerCase()
    .split(/[\s,.\-–]+/);
  return parts
    .map((part) => words[part] ?? part)
    .join('')
    .toUpperCase();
}

/** Said one by one: "4, 7, 1". */
export const spelled = (code: string): string => [...code].join(', ');

/** Whether two codes are the same, taking as long for any that is as long. */
export function sameCode(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
