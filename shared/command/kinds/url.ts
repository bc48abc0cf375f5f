import { isIP } from 'node:net';
import { kindOf, type Parsed } from '../kind.ts';
import { asking, speak } from './words/speak.ts';

/** Characters of an address. */
export const urlMax = 2_048;

/**
 * A web address, normalised as browsers do it: `example.com` → `https://example.com/`. A string, so that it travels as JSON. Only http and https, and no
 * user name or password in it: they would end up in logs. Spoken dots are read too ("example dot com").
 */
export const url = kindOf<string>({
  kind: 'url',
  asks: asking('url'),
  input: { as: 'url' },
  schema: { type: 'string', format: 'uri' },
  words: false,
  alexaSlot: 'AMAZON.SearchQuery',
  parse: (raw, { locale }) => parse(raw, locale),
  print: (value) => value,
  find(text, { locale }) {
    for (const match of text.matchAll(/\S+/g)) {
      if (!match[0].includes('.')) continue;
      const found = parse(match[0], locale);
      if (found.ok) return { value: found.value, start: match.index, end: match.index + match[0].length };
    }
    return null;
  },
});

function parse(raw: string, locale: string): Parsed<string> {
  const say = speak(locale);
  const given = spoken(unwrapped(raw.trim()));
  const refused = (error: string): Parsed<string> => ({ ok: false, error });
  const told = given.length > 60 ? `${given.slice(0, 60)}…` : given;
  if (given.length > urlMax) return refused(say.urlTooLong(given.length, urlMax));
  const scheme = /^([a-z][a-z0-9+.-]{0,30}):\/\//i.exec(given)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') return refused(say.noWebScheme(told));
  const address = scheme === undefined ? bare(given) : given;
  const parsed = /\s/.test(address) ? null : URL.parse(scheme === undefined ? `https://${address}` : address);
  if (!parsed || parsed.hostname === '') return refused(say.noUrl(told));
  if (parsed.username !== '' || parsed.password !== '') return refused(say.urlHasPassword);
  if (!/^[a-z0-9._-]{1,253}$/.test(parsed.hostname) && !parsed.hostname.startsWith('[')) return refused(say.noUrl(told));
  if (scheme === undefined && !looksLikeHost(parsed)) return refused(say.noUrlOrHost(told));
  if (parsed.href.length > urlMax) return refused(say.urlTooLong(parsed.href.length, urlMax));
  return { ok: true, value: parsed.href };
}

/** Without scheme, a lone word is more likely a slip than a host of the own network. */
function looksLikeHost({ hostname, port }: URL): boolean {
  return hostname.includes('.') || hostname === 'localhost' || port !== '' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
}

/** Without what surrounds an address in a sentence. */
function bare(given: string): string {
  let address = given;
  while (/^[("'“„‘«]/.test(address)) address = address.slice(1);
  while (/[,;:!?.)"'”’»]$/.test(address) && !(address.endsWith(')') && address.includes('('))) address = address.slice(0, -1);
  return address.startsWith('//') ? address.slice(2) : address;
}

const unwrapped = (given: string) => (given.startsWith('<') && given.endsWith('>') ? given.slice(1, -1).trim() : given);

const signs: ReadonlyMap<string, string> = new Map([
  ['dot', '.'],
  ['punkt', '.'],
  ['point', '.'],
  ['slash', '/'],
  ['schrägstrich', '/'],
  ['dash', '-'],
  ['hyphen', '-'],
  ['bindestrich', '-'],
]);

function spoken(given: string): string {
  const words = given.split(/\s+/);
  if (!words.slice(1, -1).some((word) => signs.get(word.toLowerCase()) === '.')) return given;
  return words.map((word) => signs.get(word.toLowerCase()) ?? word).join('');
}
