import { kindOf } from '../kind.ts';
import { asking } from './words/speak.ts';

/** Characters of a text parameter: all that is kept of what was said. */
export const textParamMax = 4_000;

/** Words as they are, without the white space around them. Never empty. */
export const text = kindOf<string>({
  kind: 'text',
  asks: asking('text'),
  words: true,
  alexaSlot: 'AMAZON.SearchQuery',
  parse(raw) {
    const value = raw.trim();
    if (value === '') return { ok: false, error: 'That is empty.' };
    if (value.length > textParamMax) return { ok: false, error: `That is ${value.length} characters long; I can take ${textParamMax}.` };
    return { ok: true, value };
  },
  print: (value) => value,
});
