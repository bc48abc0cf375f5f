import { isIP } from 'node:net';
import { kindOf } from '../kind.ts';
import { asking, shown, speak } from './words/speak.ts';

/** The name or address of a machine, without scheme, port and path: `example.com`, `10.0.0.1`, `::1`, "example dot com". Lower case; umlauts as the net writes them. */
export const host = kindOf<string>({
  kind: 'host',
  asks: asking('host'),
  words: false,
  alexaSlot: 'AMAZON.SearchQuery',
  input: { as: 'text' },
  schema: { type: 'string', format: 'hostname' },
  parse(raw, { locale }) {
    const given = raw.trim();
    const value = hostOf(given);
    return value === null ? { ok: false, error: speak(locale).noHost(shown(given)) } : { ok: true, value };
  },
  print: (value) => value,
});

/** A host in its one spelling, or null for what is none. */
export function hostOf(given: string): string | null {
  const bare = joined(given).toLowerCase();
  if (bare.length > 253 || bare === '') return null;
  const address = bare.startsWith('[') && bare.endsWith(']') ? bare.slice(1, -1) : bare;
  if (isIP(address) === 4) return address;
  if (isIP(address) === 6) return address.includes('%') ? null : (URL.parse(`http://[${address}]`)?.hostname.slice(1, -1) ?? null);
  if (/[\s/:@?#\\[\]]/.test(bare)) return null;
  const name = URL.parse(`http://${bare.replace(/\.$/, '')}`)?.hostname ?? '';
  if (name !== 'localhost' && !name.includes('.')) return null;
  return name.length <= 253 && name.split('.').every((label) => /^(?!-)[a-z0-9_-]{1,63}$/.test(label) && !label.endsWith('-')) ? name : null;
}

/** Spoken: "example dot com". */
function joined(given: string): string {
  const words = given.split(/\s+/);
  if (words.length < 3 || words.length > 40) return given;
  const dots = words.map((word) => (/^(dot|punkt|point)$/i.test(word) ? '.' : word));
  return dots.includes('.') ? dots.join('') : given;
}
