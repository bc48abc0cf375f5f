/** Signs and names (lower case) of currencies that need no country to be read. */
const names: readonly (readonly [string, string])[] = [
  ['EUR', '€ euro euros'],
  ['GBP', '£ pound pounds pfund quid'],
  ['USD', 'us$ us-dollar'],
  ['CHF', 'fr sfr franken francs franc'],
  ['JPY', '¥ jp¥ yen'],
  ['CNY', 'cn¥ yuan renminbi'],
  ['INR', '₹ rupee rupees rupien'],
  ['PLN', 'zł zloty złoty'],
  ['CZK', 'kč kronen'],
  ['KRW', '₩ won'],
  ['ILS', '₪ shekel shekels'],
  ['TRY', '₺ lira'],
  ['UAH', '₴ hryvnia'],
  ['CAD', 'ca$ c$'],
  ['AUD', 'a$ au$'],
  ['NZD', 'nz$'],
  ['HKD', 'hk$'],
  ['MXN', 'mx$'],
  ['BRL', 'r$ real reais'],
];
const byName: ReadonlyMap<string, string> = new Map(names.flatMap(([code, all]) => all.split(' ').map((name) => [name, code] as const)));

/** Countries by their currency; the euro's are the ones left over of Europe. */
const countries: Readonly<Record<string, string>> = {
  USD: 'US PR EC SV PA',
  GBP: 'GB UK',
  CHF: 'CH LI',
  EUR: 'DE AT FR IT ES NL BE LU IE PT FI GR SI SK EE LV LT MT CY HR',
  CAD: 'CA',
  AUD: 'AU',
  NZD: 'NZ',
  JPY: 'JP',
  CNY: 'CN',
  INR: 'IN',
  SEK: 'SE',
  NOK: 'NO',
  DKK: 'DK',
  PLN: 'PL',
  CZK: 'CZ',
  HUF: 'HU',
  TRY: 'TR',
  BRL: 'BR',
  MXN: 'MX',
  ZAR: 'ZA',
  SGD: 'SG',
  HKD: 'HK',
  KRW: 'KR',
  ILS: 'IL',
};
const byCountry: ReadonlyMap<string, string> = new Map(
  Object.entries(countries).flatMap(([code, all]) => all.split(' ').map((country) => [country, code] as const)),
);

/** The country of a locale: `en-GB` → `GB`; for one without, where most of its speakers live. */
export function countryOf(locale: string): string {
  const region = /[-_]([a-z]{2})\b/i.exec(locale)?.[1]?.toUpperCase();
  return region ?? (locale.slice(0, 2).toLowerCase() === 'de' ? 'DE' : 'US');
}

/** The currency of a locale's country. */
export const currencyIn = (locale: string) => byCountry.get(countryOf(locale)) ?? 'USD';

/** The code of a currency by its code, sign or name; a dollar is the one of the person's country. */
export function currencyOf(word: string, locale: string): string | undefined {
  const lower = word.toLowerCase();
  if (lower === '$' || lower === 'dollar' || lower === 'dollars') {
    const own = currencyIn(locale);
    return ['CAD', 'AUD', 'NZD', 'SGD', 'HKD'].includes(own) ? own : 'USD';
  }
  const named = byName.get(lower);
  if (named !== undefined) return named;
  const code = word.toUpperCase();
  return codes().has(code) ? code : undefined;
}

let known: ReadonlySet<string> | undefined;

function codes(): ReadonlySet<string> {
  known ??= new Set(Intl.supportedValuesOf('currency'));
  return known;
}
