import { kindOf } from '../kind.ts';
import { countryOf } from './currencies.ts';
import { numberWord } from './numberWords.ts';
import { asking, shown, speak } from './words/speak.ts';

/**
 * A phone number in E.164: `+4930123456`. "+49 (0)30 / 12 34 56", "0049 30…", and without a country that of the person's: "030 123456" in Germany. Whether somebody
 * answers there, nobody knows; what is checked is its length, 7 to 15 digits (ITU-T E.164).
 */
export const phone = kindOf<string>({
  kind: 'phone',
  asks: asking('phone'),
  words: true,
  alone: /^(\+|<?tel:)/,
  alexaSlot: 'AMAZON.PhoneNumber',
  input: { as: 'phone' },
  schema: { type: 'string' },
  parse(raw, { locale }) {
    const value = phoneOf(raw, countryOf(locale));
    return value === null ? { ok: false, error: speak(locale).noPhone(shown(raw.trim())) } : { ok: true, value };
  },
  print: (value) => value,
});

function phoneOf(raw: string, country: string): string | null {
  const given = spoken(raw.trim().replace(/^<?tel:/, '')).replace('(0)', '');
  if (given.length > 60 || !/^\+?[\d\s()/.\u00a0-]+$/.test(given)) return null;
  const digits = given.replace(/\D/g, '');
  const international = given.startsWith('+') ? digits : abroad(digits, country);
  if (international !== null) return e164(international);
  const of = codes[country];
  if (of === undefined) return null;
  const [code, trunk] = of;
  if (trunk === '1' && digits.length === 11 && digits.startsWith('1')) return e164(digits);
  return e164(code + (trunk !== '' && digits.startsWith(trunk) ? digits.slice(trunk.length) : digits));
}

/** "00" before the country, in North America "011". */
function abroad(digits: string, country: string): string | null {
  const prefix = codes[country]?.[0] === '1' ? '011' : '00';
  return digits.startsWith(prefix) ? digits.slice(prefix.length) : null;
}

const e164 = (digits: string) => (/^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null);

/** "plus four nine three zero …", "null drei null". */
function spoken(given: string): string {
  if (given.length > 200 || !/[a-zß-ü]/i.test(given)) return given;
  return given
    .split(/\s+/)
    .map((word) => (/^plus$/i.test(word) ? '+' : /^oh?$/i.test(word) ? '0' : (numberWord(word) ?? word)))
    .join('');
}

/** A country's calling code (ITU-T E.164), and what stands before a number dialled inside it. */
const codes: Readonly<Record<string, readonly [string, string]>> = {
  DE: ['49', '0'],
  AT: ['43', '0'],
  CH: ['41', '0'],
  US: ['1', '1'],
  CA: ['1', '1'],
  GB: ['44', '0'],
  IE: ['353', '0'],
  FR: ['33', '0'],
  NL: ['31', '0'],
  BE: ['32', '0'],
  LU: ['352', ''],
  IT: ['39', ''],
  ES: ['34', ''],
  PT: ['351', ''],
  DK: ['45', ''],
  NO: ['47', ''],
  SE: ['46', '0'],
  FI: ['358', '0'],
  PL: ['48', ''],
  CZ: ['420', ''],
  AU: ['61', '0'],
  NZ: ['64', '0'],
  IN: ['91', '0'],
  JP: ['81', '0'],
};
