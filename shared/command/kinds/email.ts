import { kindOf } from '../kind.ts';
import { hostOf } from './host.ts';
import { asking, shown, speak } from './words/speak.ts';

/** An email address: "kim@example.com", "<mailto:kim@example.com|kim@example.com>", "kim at example dot com". The part before the @ keeps its case. */
export const email = kindOf<string>({
  kind: 'email',
  asks: asking('email'),
  words: false,
  alexaSlot: 'AMAZON.SearchQuery',
  input: { as: 'email' },
  schema: { type: 'string', format: 'email' },
  parse(raw, { locale }) {
    const given = raw.trim();
    const value = emailOf(given);
    return value === null ? { ok: false, error: speak(locale).noEmail(shown(given)) } : { ok: true, value };
  },
  print: (value) => value,
});

function emailOf(raw: string): string | null {
  if (raw.length > 800) return null;
  const bare = raw
    .replace(/^<(?:mailto:)?/, '')
    .replace(/(?:\|.*)?>$/, '')
    .replace(/^mailto:/, '');
  const given = bare.includes('@') ? bare : spoken(bare);
  const at = given.lastIndexOf('@');
  const [name, of] = [given.slice(0, at), hostOf(given.slice(at + 1))];
  // RFC 5321: 64 octets before the @. Quoted names are legal, and nobody's.
  if (at < 1 || name.length > 64 || !/^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]+$/u.test(name) || /^\.|\.\.|\.$/.test(name)) return null;
  return of?.includes('.') ? `${name}@${of}` : null;
}

const signs: ReadonlyMap<string, string> = new Map([
  ['at', '@'],
  ['ät', '@'],
  ['klammeraffe', '@'],
  ['dot', '.'],
  ['punkt', '.'],
  ['dash', '-'],
  ['minus', '-'],
  ['bindestrich', '-'],
  ['underscore', '_'],
  ['unterstrich', '_'],
]);

const spoken = (given: string) =>
  given
    .split(/\s+/)
    .map((word) => signs.get(word.toLowerCase()) ?? word.toLowerCase())
    .join('');
