import { Temporal } from 'temporal-polyfill';
import { kindOf, type Param, type ParamOptions, type ParseContext } from '../kind.ts';
import { amountAt } from './amount.ts';
import { dayOfMonth, months, weekdays } from './calendarWords.ts';
import { countryOf } from './currencies.ts';
import { asking, outOf, shown, speak } from './words/speak.ts';

/**
 * A day of the calendar, `2026-12-24`, past or to come: "tomorrow", "next Monday", "24 December", "24.12.2026", "in 3 days", in English or German. One without a
 * year is the next; `12/24/2026` is read in the order of the person's country.
 */
export function date(options: DateOptions & { readonly optional: true }): Param<string, true>;
export function date(options?: DateOptions): Param<string, false>;
export function date({ min, max, ...options }: DateOptions = {}): Param<string> {
  return kindOf<string>({
    kind: 'date',
    asks: asking('date'),
    words: true,
    alone: /./,
    alexaSlot: 'AMAZON.DATE',
    input: { as: 'date', ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) },
    schema: { type: 'string', format: 'date' },
    picks: (locale) => (locale.startsWith('de') ? ['heute', 'morgen', 'übermorgen'] : ['today', 'tomorrow']),
    parse(raw, context) {
      const given = raw.trim();
      const say = speak(context.locale);
      const day = given.length > 60 ? null : dayOf(given.toLowerCase(), context);
      if (!day) return { ok: false, error: say.noDate(shown(given)) };
      const value = day.toString();
      const inWords = (of: string | undefined) => (of === undefined ? undefined : dateIn(of, context.locale));
      if ((min !== undefined && value < min) || (max !== undefined && value > max))
        return { ok: false, error: outOf(say, dateIn(value, context.locale), inWords(min), inWords(max)) };
      return { ok: true, value };
    },
    print: (value) => value,
    printIn: dateIn,
  })(options);
}

export interface DateOptions extends ParamOptions<string> {
  /** The first and the last that will do: `2026-01-01`. */
  readonly min?: string;
  readonly max?: string;
}

/** "24 December 2026", "24. Dezember 2026". */
function dateIn(value: string, locale: string): string {
  const language = locale.startsWith('de') ? 'de' : 'en-GB';
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(value));
}

const shifts: ReadonlyMap<string, number> = new Map([
  ['today', 0],
  ['heute', 0],
  ['tomorrow', 1],
  ['morgen', 1],
  ['yesterday', -1],
  ['gestern', -1],
  ['übermorgen', 2],
  ['vorgestern', -2],
]);

function dayOf(given: string, { saidAt, timeZone, locale }: ParseContext): Temporal.PlainDate | null {
  const today = Temporal.Instant.fromEpochMilliseconds(saidAt).toZonedDateTimeISO(timeZone).toPlainDate();
  const shift = shifts.get(given);
  if (shift !== undefined) return today.add({ days: shift });
  const words = given.split(/[\s,]+/).filter((word) => !/^(on|the|of|am|den|der|dem|next|this|nächsten|nächster|kommenden|diesen)$/.test(word));
  const weekday = words.length === 1 ? weekdays.get(words[0] ?? '') : undefined;
  if (weekday !== undefined) return today.add({ days: ((weekday - today.dayOfWeek + 6) % 7) + 1 });
  if (words[0] === 'in') {
    const found = amountAt(words.slice(1));
    if (!found || found.taken !== words.length - 1 || found.amount.ms !== 0) return null;
    const { years, months, weeks, days } = found.amount;
    return real(() => today.add({ years, months, weeks, days }));
  }
  const numbers = numeric(words.join(' '), locale) ?? named(words.filter((word, i) => !(i === 0 && words.length > 2 && weekdays.has(word))));
  if (!numbers) return null;
  const { day, month, year } = numbers;
  if (year !== undefined) return at(year, month, day);
  const first = at(today.year, month, day);
  if (first && Temporal.PlainDate.compare(first, today) >= 0) return first;
  // 29 February waits for its year.
  for (let ahead = 1; ahead <= 8; ahead++) {
    const next = at(today.year + ahead, month, day);
    if (next) return next;
  }
  return null;
}

interface Numbers {
  readonly day: number;
  readonly month: number;
  readonly year?: number | undefined;
}

function numeric(given: string, locale: string): Numbers | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(given);
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
  const dotted = /^(\d{1,2})\. ?(\d{1,2})\.(?: ?(\d{4}|\d{2}))?$/.exec(given);
  if (dotted) return { day: Number(dotted[1]), month: Number(dotted[2]), year: yearOf(dotted[3]) };
  const slashed = /^(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?$/.exec(given);
  if (!slashed) return null;
  const [first, second] = [Number(slashed[1]), Number(slashed[2])];
  const monthFirst = ['US', 'CA', 'PH'].includes(countryOf(locale)) && first <= 12;
  return { day: monthFirst ? second : first, month: monthFirst ? first : second, year: yearOf(slashed[3]) };
}

/** "24 december 2026", "december 24th", "24. dezember". */
function named(words: readonly string[]): Numbers | null {
  if (words.length < 2 || words.length > 3) return null;
  const at = words.findIndex((word) => months.has(word.replace(/\.$/, '')));
  if (at < 0 || at > 1) return null;
  const day = dayOfMonth(words[at === 0 ? 1 : 0] ?? '');
  const year = words[2];
  if (day === undefined || (year !== undefined && !/^\d{4}$/.test(year))) return null;
  return { day, month: months.get((words[at] ?? '').replace(/\.$/, '')) ?? 0, year: year === undefined ? undefined : Number(year) };
}

const yearOf = (digits: string | undefined) => (digits === undefined ? undefined : digits.length === 2 ? 2000 + Number(digits) : Number(digits));

const at = (year: number, month: number, day: number) => real(() => Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }));

/** A day that exists, in years of four digits. */
function real(make: () => Temporal.PlainDate): Temporal.PlainDate | null {
  try {
    const day = make();
    return day.year >= 1_000 && day.year <= 9_999 ? day : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
