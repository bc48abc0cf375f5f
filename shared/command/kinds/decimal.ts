import { numberWord } from './numberWords.ts';

/** Characters of a number; more is none. */
const numberMax = 60;

/**
 * A number as people of the locale write or say it → plain digits with a point: "1.234,5" in German → `1234.5`; "12,50", "minus three point five", "drei Komma fünf",
 * "1’000". Null for what is none. One separator with three digits behind it groups where the locale groups so, and else is the point.
 */
export function decimalOf(raw: string, locale: string): string | null {
  const given = raw.trim().toLowerCase();
  if (given === '' || given.length > numberMax) return null;
  const signed = /^([+\-−]|(?:minus|plus)\s)\s*/.exec(given);
  const rest = signed ? given.slice(signed[0].length) : given;
  const sign = signed && /^[-−m]/.test(signed[0]) ? '-' : '';
  const digits = /^\d/.test(rest) || /^[.,]\d/.test(rest) ? plain(rest, locale) : saidDigits(rest);
  return digits === null ? null : sign + digits;
}

function plain(given: string, locale: string): string | null {
  if (/^\d+(\.\d+)?e[+-]?\d{1,3}$/.test(given)) return given;
  if (!/^[\d.,'’\s\u00a0\u202f]+$/.test(given)) return null;
  const grouped = given.split(/['’\s\u00a0\u202f]/);
  if (grouped.length > 1 && grouped.slice(1).some((part) => !/^\d{3}(?!\d)/.test(part))) return null;
  const joined = grouped.join('');
  const point = pointIn(joined, locale);
  const whole = point < 0 ? joined : joined.slice(0, point);
  const parts = whole.split(/[.,]/);
  if (parts.length > 1 && (parts[0] === '' || (parts[0]?.length ?? 0) > 3 || parts.slice(1).some((part) => part.length !== 3))) return null;
  if (new Set(whole.replace(/\d/g, '')).size > 1) return null;
  const fraction = point < 0 ? '' : joined.slice(point + 1);
  if (point >= 0 && !/^\d+$/.test(fraction)) return null;
  const all = parts.join('') || '0';
  return fraction === '' ? all : `${all}.${fraction}`;
}

/** Where the decimal point stands, or -1. */
function pointIn(digits: string, locale: string): number {
  const [dot, comma] = [digits.lastIndexOf('.'), digits.lastIndexOf(',')];
  const last = Math.max(dot, comma);
  if (last < 0 || (dot >= 0 && comma >= 0)) return last;
  if (digits.indexOf(digits[last] ?? '') !== last) return -1;
  const groups = digits.length - last - 1 === 3 && last >= 1 && last <= 3 && digits[0] !== '0' && digits[last] !== pointOf(locale);
  return groups ? -1 : last;
}

function saidDigits(given: string): string | null {
  const words = given.split(/\s+/);
  const at = words.findIndex((word) => word === 'point' || word === 'komma' || word === 'comma');
  const whole = numberWord((at < 0 ? words : words.slice(0, at)).join(' '));
  if (whole === undefined) return null;
  if (at < 0) return String(whole);
  const digits = words.slice(at + 1).map((word) => (/^\d+$/.test(word) ? word : numberWord(word)));
  return digits.length > 0 && digits.every((digit) => digit !== undefined) ? `${whole}.${digits.join('')}` : null;
}

/**
 * Digits with a point, so that they read alike in every locale: three digits behind the point could be a group, so a zero follows them.
 */
export function sameEverywhere(decimal: string): string {
  return /^-?\d+\.\d{3}$/.test(decimal) ? `${decimal}0` : decimal;
}

const points = new Map<string, string>();

/** The decimal point of a locale; a point for a locale that is none. */
export function pointOf(locale: string): string {
  const known = points.get(locale);
  if (known !== undefined) return known;
  const point = formatIn(locale)
    .formatToParts(1.5)
    .find(({ type }) => type === 'decimal')?.value;
  if (points.size < 1_000) points.set(locale, point ?? '.');
  return point ?? '.';
}

/** `Intl` for a person's locale, and English for one that is none. */
export function formatIn(locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale, options);
  } catch (error) {
    if (error instanceof RangeError) return new Intl.NumberFormat('en', options);
    throw error;
  }
}
