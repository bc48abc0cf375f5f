import { kindOf, type Param, type ParamOptions, type Parsed } from '../kind.ts';
import { currencyIn, currencyOf } from './currencies.ts';
import { decimalOf, formatIn, sameEverywhere } from './decimal.ts';
import { asking, outOf, shown, speak } from './words/speak.ts';

/** An amount, exact: 12.50 EUR is 1250 of its cents. */
export interface Money {
  /** Of the currency's smallest unit; whole, at most 10¹⁴ either way. */
  readonly minor: number;
  /** ISO 4217: `EUR`. */
  readonly currency: string;
}

const minorMax = 1e14;

/** "12,50 €", "$12.50", "EUR 12", "twelve euros fifty", "50 cents". Without a currency: `currency`, or that of the person's country. */
export function money(options: MoneyOptions & { readonly optional: true }): Param<Money, true>;
export function money(options?: MoneyOptions): Param<Money, false>;
export function money({ currency, min, max, ...options }: MoneyOptions = {}): Param<Money> {
  return kindOf<Money>({
    kind: 'money',
    asks: asking('money'),
    words: true,
    alone: /\p{Sc}|[A-Z]{3}/u,
    alexaSlot: 'AMAZON.SearchQuery',
    input: { as: 'text', ...(min ? { min: printed(min) } : {}), ...(max ? { max: printed(max) } : {}) },
    parse(raw, { locale }) {
      const parsed = read(raw, locale, currency ?? currencyIn(locale));
      if (!parsed.ok) return parsed;
      const { value } = parsed;
      const say = speak(locale);
      if (currency !== undefined && value.currency !== currency) return { ok: false, error: say.otherCurrency(currency) };
      const [least, most] = [min, max].map((end) => (end?.currency === value.currency ? end : undefined));
      if ((least && value.minor < least.minor) || (most && value.minor > most.minor))
        return { ok: false, error: outOf(say, moneyIn(value, locale), least && moneyIn(least, locale), most && moneyIn(most, locale)) };
      return parsed;
    },
    print: printed,
    printIn: moneyIn,
  })(options);
}

export interface MoneyOptions extends ParamOptions<Money> {
  /** Only this one. */
  readonly currency?: string;
  /** Counts for amounts of its own currency. */
  readonly min?: Money;
  readonly max?: Money;
}

function read(raw: string, locale: string, usual: string): Parsed<Money> {
  const say = speak(locale);
  const given = raw.trim();
  const none = { ok: false, error: say.noMoney(shown(given)) } as const;
  // "3 $12" is a number, and an amount.
  if (given.length > 100 || /\d\s\p{Sc}\d/u.test(given)) return none;
  const words = given
    .replace(/[\p{L}\p{Sc}]+/gu, ' $& ')
    .split(/[\s\u00a0\u202f]+/)
    .filter((word) => word !== '');
  const at = words.findIndex((word) => !/^[\d.,+\-−'’]+$/.test(word) && currencyOf(word, locale) !== undefined);
  const currency = at < 0 ? usual : (currencyOf(words[at] ?? '', locale) ?? usual);
  const digits = digitsOf(currency);
  if (at < 0 && cents.has(words.at(-1)?.toLowerCase() ?? '')) return amount(decimalOf(words.slice(0, -1).join(' '), locale), 0, currency, none);
  if (at < 0 && words.length === 2 && /\d/.test(words.join('')) && decimalOf(words.join(' '), locale) === null)
    return { ok: false, error: say.noCurrency(words.find((word) => !/\d/.test(word)) ?? '') };
  const before = at < 0 ? words : words.slice(0, at);
  const after = at < 0 ? [] : words.slice(at + 1);
  const sign = before.length === 1 && /^[-−+]$/.test(before[0] ?? '');
  const first = before.length === 0 || sign;
  const decimal = decimalOf((first ? [...before, ...after] : before).join(sign ? '' : ' '), locale);
  if (decimal !== null && (decimal.split('.')[1] ?? '').replace(/0+$/, '').length > digits)
    return { ok: false, error: say.tooFine(currency, digits) };
  const whole = amount(decimal, digits, currency, none);
  if (!whole.ok || first || after.length === 0) return whole;
  const rest = after.filter((word, i) => !(i === 0 && /^(and|und)$/i.test(word)) && !cents.has(word.toLowerCase())).join(' ');
  const minor = decimalOf(rest, locale);
  if (minor === null || !/^\d+$/.test(minor) || Number(minor) >= 10 ** digits || decimal?.includes('.')) return none;
  return { ok: true, value: { minor: whole.value.minor + (decimal?.startsWith('-') ? -Number(minor) : Number(minor)), currency } };
}

const cents = new Set(['cent', 'cents', 'penny', 'pence', 'rappen']);

function amount(decimal: string | null, digits: number, currency: string, none: Parsed<Money>): Parsed<Money> {
  if (decimal === null || decimal.includes('e')) return none;
  const [whole = '', fraction = ''] = decimal.split('.');
  if (fraction.replace(/0+$/, '').length > digits) return none;
  const minor = Number(`${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`);
  return Math.abs(minor) > minorMax ? none : { ok: true, value: { minor: minor + 0, currency } };
}

/** Digits behind the point: 2 of the euro, none of the yen. */
const digitsOf = (currency: string) => formatIn('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

function printed({ minor, currency }: Money): string {
  const digits = digitsOf(currency);
  const all = String(Math.abs(minor)).padStart(digits + 1, '0');
  const whole = all.slice(0, all.length - digits);
  return `${sameEverywhere(`${minor < 0 ? '-' : ''}${digits === 0 ? whole : `${whole}.${all.slice(-digits)}`}`)} ${currency}`;
}

/** As people of the locale write it: "12,50 €". */
function moneyIn({ minor, currency }: Money, locale: string): string {
  return formatIn(locale, { style: 'currency', currency }).format(minor / 10 ** digitsOf(currency));
}
