import { languageOf } from '../../shared/language/languages.ts';
import { spansOf, type Text } from '../../shared/reply/text.ts';
import { speak } from './words/speak.ts';

/** What the words of a text depend on. */
export interface Tongue {
  readonly locale: string;
  readonly timeZone: string;
}

/** A text as a person would say it: no marks, of an address only its host, units and times in words. Plain, on one line, not yet escaped. */
export function words(text: Text, tongue: Tongue): string {
  const said = spansOf(text)
    .map((span) => {
      if (typeof span === 'string') return span;
      if ('bold' in span) return span.bold;
      if ('italic' in span) return span.italic;
      if ('code' in span) return span.code;
      return span.link;
    })
    .join('');
  return tidy(inWords(times(addresses(lines(unpictured(clean(said))), tongue), tongue), tongue.locale));
}

/** Without what XML can't carry or nobody sees: control characters, marks of direction, lone surrogates, non-characters. Keeps line ends and tabs. */
export function clean(text: string): string {
  return text
    .replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, ' ')
    .replace(/\p{Surrogate}|\p{Noncharacter_Code_Point}/gu, '');
}

/** Without pictures, whose names a voice would read out. */
function unpictured(text: string): string {
  return text.replace(/\p{Extended_Pictographic}[\ufe0f\u200d]*|[✓✗✘\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}]/gu, (c) =>
    /[\u00a9\u00ae\u2122]/.test(c) ? c : '',
  );
}

/** Each line a sentence, without its bullet. */
function lines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/^\s*(?:[-*•>#]+\s+)+/, '').trim())
    .filter((line) => line !== '')
    .map((line, i, all) => (i < all.length - 1 && !/[.!?:;,…]$/.test(line) ? `${line}.` : line))
    .join(' ');
}

/** `https://www.example.com:8080/a?b=c` is said "example.com". */
function addresses(text: string, { locale }: Tongue): string {
  return text.replace(/\bmailto:/gi, '').replace(/\b[a-z][a-z0-9+.-]{0,20}:\/\/(\S*)/gi, (_, rest: string) => {
    const end = /[.,;:!?)\]}'"»>]*$/.exec(rest.slice(-4))?.[0] ?? '';
    const authority = rest.slice(0, rest.length - end.length).split(/[/?#\\]/, 1)[0] ?? '';
    const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/^www\./i, '');
    const port = host.lastIndexOf(':');
    return `${(port > 0 ? host.slice(0, port) : host) || speak(locale).anAddress}${end}`;
  });
}

/** Instants and dates of ISO 8601, and times of the day, in the tongue's way. */
function times(text: string, tongue: Tongue): string {
  return text
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)/g, (iso) =>
      formatted(Date.parse(iso), tongue, { dateStyle: 'long', timeStyle: 'short' }, iso),
    )
    .replace(/(?<![\d-])\d{4}-\d\d-\d\d(?![\d-])/g, (day) => formatted(Date.parse(day), { ...tongue, timeZone: 'UTC' }, { dateStyle: 'long' }, day))
    .replace(/(?<![\d:.])(?:[01]\d|2[0-3]):[0-5]\d(?![\d:.]\d|\d|:| ?[ap]\.?m)/gi, (time) =>
      formatted(Date.parse(`2000-01-01T${time}:00Z`), { ...tongue, timeZone: 'UTC' }, { timeStyle: 'short' }, time),
    );
}

function formatted(ms: number, { locale, timeZone }: Tongue, style: Intl.DateTimeFormatOptions, otherwise: string): string {
  if (Number.isNaN(ms)) return otherwise;
  try {
    return new Intl.DateTimeFormat(locale, { ...style, timeZone }).format(ms);
  } catch {
    // A locale or zone that this machine doesn't know: in English and UTC it can still be said.
    return new Intl.DateTimeFormat('en-US', { ...style, timeZone: 'UTC' }).format(ms);
  }
}

/** Units as they are written, by what `Intl` calls them. */
const units: Readonly<Record<string, string>> = {
  µs: 'microsecond',
  ms: 'millisecond',
  s: 'second',
  sec: 'second',
  min: 'minute',
  m: 'minute',
  h: 'hour',
  d: 'day',
  B: 'byte',
  KB: 'kilobyte',
  kB: 'kilobyte',
  KiB: 'kilobyte',
  MB: 'megabyte',
  MiB: 'megabyte',
  GB: 'gigabyte',
  GiB: 'gigabyte',
  TB: 'terabyte',
};

/** `12 ms` → 12 milliseconds, `2h30m` → 2 hours 30 minutes, `99.9 %` → 99.9 percent, `5 MB/s` → 5 megabytes per second, `> 5` → over 5, `->` → to; a telephone number digit by digit. */
function inWords(text: string, locale: string): string {
  const say = speak(locale);
  const unitOf = (number: string, unit: string) => {
    const format = new Intl.NumberFormat(languageOf(locale), { style: 'unit', unit, unitDisplay: 'long' });
    return format.formatToParts(number === '1' ? 1 : 2).find(({ type }) => type === 'unit')?.value ?? unit;
  };
  return text
    .replace(/(?<![\w.])\+\d(?:[ -]?\d){7,14}(?!\w|[.,]\d)/g, (number) => `+${number.replace(/\D/g, '').split('').join(' ')}`)
    .replace(/(?<![\w.:])(?:\d{1,4}(?:ms|[dhms])){2,5}(?![\w-])/g, (length) => length.replace(/\D(?=\d)/g, '$& '))
    .replace(
      /(?<![\w.:])(\d{1,15}(?:[.,]\d{1,9})?)(m|(?: ?(?:[mµ]s|sec|s|min|h|d|B|[kK]B|[KMG]iB|[MGT]B)))(?![\w-])/g,
      (_, number: string, unit: string) => `${number} ${unitOf(number, units[unit.trim()] ?? unit)}`,
    )
    .replace(/(?<=\p{L})\/(s|sec|min|h|d)(?![\w/-])/gu, (_, unit: string) => ` ${say.per} ${unitOf('1', units[unit] ?? unit)}`)
    .replace(/(\d) ?%/g, (_, digit: string) => `${digit} ${unitOf('2', 'percent')}`)
    .replace(/ ?(?:->|=>|→|⇒) ?/g, ` ${say.to} `)
    .replace(/(?<=^|[\s(])([<>]=?|[≤≥~≈]) ?(?=-?\d)/g, (_, sign: string) => `${say.signs[sign] ?? ''} `)
    .replace(/(?<=\d) ?[*×] ?(?=\d)/g, ` ${say.times} `)
    .replace(/&/g, ` ${say.and} `);
}

/** Without what is left of marks, and with single spaces. */
function tidy(text: string): string {
  return text
    .replace(/[*_`~|\\^{}[\]<>#•·]+/g, ' ')
    .replace(/:\/\//g, ' ')
    .replace(/(?<!\S)\/(?=\w)/g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,;:!?])(?= |$)/g, '$1')
    .trim();
}
