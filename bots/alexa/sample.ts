import type { AnyCommand, AnyParams } from '../../shared/command/define.ts';
import { type PhrasePart, partsOf } from '../../shared/command/phrase.ts';

/** The slot type that takes any words. */
export const anyWords = 'AMAZON.SearchQuery';
const ones =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/**
 * A phrase as a sample utterance: words of letters, apostrophes and dots, numbers spelled, slots in braces. Or why it can't be one: Amazon's custom interaction model pages allow a
 * SearchQuery only beside words and without another slot, and in a slot's name only letters and `_`. Where a phrase has such a slot and others, its first words and one slot for
 * any words take its place, if what that hears can be divided again.
 */
export function sampleOf(
  phrase: string,
  { params }: Pick<AnyCommand, 'params'>,
  language = 'en',
): { readonly text: string } | { readonly why: string } {
  if (language !== 'en' && /\d/.test(phrase)) return { why: 'Alexa takes no digits: spell the number' };
  const parts = partsOf(phrase);
  const slots = slotsIn(parts);
  const unnamed = slots.find((slot) => !/^[A-Za-z][A-Za-z_]*$/.test(slot));
  if (unnamed !== undefined) return { why: `Alexa takes no slot named ${unnamed}: letters and _ alone` };
  if (new Set(slots).size < slots.length) return { why: 'one slot stands in it twice' };
  const crowded = slots.length > 1 && slots.some((slot) => (params[slot]?.alexaSlot ?? anyWords) === anyWords);
  const said = crowded ? shortened(parts, params) : parts;
  if (!said) return { why: 'a slot for any words stands alone' };
  const words = said.map((part) => (typeof part === 'string' ? spelled(part) : `{${part.slot}}`)).filter((word) => word !== '');
  if (words.length === slotsIn(said).length) return { why: 'Alexa asks for words around its slots' };
  return { text: words.join(' ') };
}

/** "remind me {when} to {what}" → "remind me {what}": the text takes the rest, and a command that hears it alone reads it as the whole line (shared/command/resolve.ts). */
function shortened(parts: readonly PhrasePart[], params: AnyParams): readonly PhrasePart[] | null {
  const slots = slotsIn(parts);
  const text = slots.find((slot) => params[slot]?.kind === 'text' && params[slot].alexaSlot === anyWords);
  const divides = slots.every((slot) => slot === text || params[slot]?.find);
  const lead = parts.findIndex((part) => typeof part !== 'string');
  return text !== undefined && divides && lead > 0 ? [...parts.slice(0, lead), { slot: text }] : null;
}

const slotsIn = (parts: readonly PhrasePart[]) => parts.flatMap((part) => (typeof part === 'string' ? [] : [part.slot]));

/** A word as it is said: without what isn't letters, `'` or `.`; numbers up to 99 in words, larger ones digit by digit. */
function spelled(word: string): string {
  return word
    .replace(/\d+/g, (digits) => ` ${digits.length <= 2 ? upTo99(Number(digits)) : [...digits].map((d) => ones[Number(d)]).join(' ')} `)
    .replace(/[^\p{L}'. ]/gu, ' ')
    .replace(/(^|[^\p{L}])[.']+/gu, '$1')
    .replace(/(?<!\b\p{L})\.(?=\s|$)/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function upTo99(n: number): string {
  if (n < 20) return ones[n] ?? '';
  return [tens[Math.floor(n / 10) - 2], n % 10 === 0 ? undefined : ones[n % 10]].filter((part) => part !== undefined).join(' ');
}
