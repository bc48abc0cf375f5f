import { kindOf, type Parsed } from '../kind.ts';
import { cities } from './cities.ts';
import { asking, shown, speak } from './words/speak.ts';

/** An IANA time zone, by its name or by a city: `Europe/Berlin`, `berlin`, "New York", "München". */
export const timeZone = kindOf<string>({
  kind: 'timeZone',
  asks: asking('timeZone'),
  words: true,
  alone: /\//,
  alexaSlot: 'AMAZON.City',
  parse(raw, { locale }): Parsed<string> {
    const given = raw
      .trim()
      .replace(/[.!?]$/, '')
      .replace(/\s+time$/i, '');
    const found = zones().get(plainName(given)) ?? alias(given);
    if (found !== undefined) return { ok: true, value: found };
    const say = speak(locale);
    return { ok: false, error: /^(utc|gmt)?\s?[+-]\s?\d/i.test(given) ? say.noOffset : say.noTimeZone(shown(given)) };
  },
  print: (value) => value,
});

/** A name the database keeps for old times' sake (`US/Eastern`), as what it calls it today. */
function alias(given: string): string | undefined {
  if (!/^[a-z_]{2,20}\/[a-z_/+-]{2,40}$/i.test(given)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

let known: ReadonlyMap<string, string> | undefined;

/** Name without case and accents → zone; made when first asked for. */
function zones(): ReadonlyMap<string, string> {
  if (known) return known;
  const names = new Map<string, string>();
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const city = plainName(zone.slice(zone.lastIndexOf('/') + 1));
    if (!names.has(city)) names.set(city, zone);
  }
  for (const zone of Intl.supportedValuesOf('timeZone')) names.set(plainName(zone), zone);
  for (const [zone, others] of cities) for (const city of [zone, ...others]) names.set(plainName(city), zone);
  known = names;
  return names;
}

const plainName = (name: string) =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s_]+/g, ' ');
