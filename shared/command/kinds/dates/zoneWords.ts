import { timeZone } from '../timeZone.ts';

/** A zone that a text names beside a time: "9 *Berlin time*", "9 *Europe/Lisbon*", "9 *Londoner Zeit*". */
export interface NamedZone {
  readonly start: number;
  readonly end: number;
  /** IANA name. */
  readonly zone: string;
}

const { parse } = timeZone();
const suffixed = /(?<![\p{L}\d])((?:\p{L}[\p{L}.'’-]{1,19}\s){1,3})(time|zeit)(?![\p{L}\d])/giu;
const iana = /(?<![\p{L}\d/])[A-Z][A-Za-z]{1,12}\/[A-Z][A-Za-z_-]{1,24}(?:\/[A-Z][A-Za-z_-]{1,24})?(?![\p{L}\d/])/gu;

/** The first zone named in a text, or null; "my time" names the person's own. A word that is no zone ("some time") is none. */
export function zoneNamed(text: string, own: string): NamedZone | null {
  for (const match of text.matchAll(suffixed)) {
    const [all, words = '', noun = ''] = match;
    const end = match.index + all.length;
    let from = 0;
    // The longest name first: "New York" before "York".
    while (from < words.length) {
      const found = zoneOf(words.slice(from).trim(), noun.toLowerCase() === 'zeit', own);
      if (found !== undefined) return { start: match.index + from, end, zone: found };
      from = words.indexOf(' ', from) + 1 || words.length;
    }
  }
  for (const match of text.matchAll(iana)) {
    const found = parse(match[0], anywhere);
    if (found.ok) return { start: match.index, end: match.index + match[0].length, zone: found.value };
  }
  return null;
}

function zoneOf(name: string, german: boolean, own: string): string | undefined {
  if (/^(?:my|local|meiner?|hiesiger?)$/i.test(name)) return own;
  const city = german ? name.replace(/er$/i, '') : name;
  if (german && city === name) return undefined;
  const found = parse(city, anywhere);
  return found.ok ? found.value : undefined;
}

/** A zone's name reads the same wherever it is said. */
const anywhere = { saidAt: 0, timeZone: 'UTC', locale: 'en' };
