import type { Recurrence } from '../recurrence.ts';

/** What repeats, in English or German, such that it reads back: "every 2 weeks on Monday and Friday at 09:00 Europe/Berlin". */
export function writeRecurrence(value: Recurrence, locale: string): string {
  const words = wordsOf(locale.slice(0, 2).toLowerCase() === 'de' ? 'de' : 'en');
  if (value.unit === 'interval') return words.interval(value.everyMs / 60_000);
  if (value.unit === 'cron') return `cron ${value.expression} ${value.timeZone}`;
  return `${days(value, words)} ${words.at} ${value.at} ${value.timeZone}`;
}

type OnDays = Extract<Recurrence, { readonly at: string }>;

function days(value: OnDays, words: Words): string {
  switch (value.unit) {
    case 'day':
      return words.days(value.every);
    case 'week': {
      if (value.every === 1 && value.on.join() === '1,2,3,4,5') return words.workdays;
      const on = words.list.format(value.on.map(words.weekday));
      return value.every === 1 ? `${words.every} ${on}` : `${words.weeks(value.every)} ${words.on} ${on}`;
    }
    case 'month':
      return `${words.months(value.every)} ${words.onThe} ${value.day === -1 ? words.lastDay : words.nth(value.day)}`;
    case 'monthWeekday':
      return `${words.months(value.every)} ${words.onThe} ${value.nth === -1 ? words.last : words.nth(value.nth)} ${words.weekday(value.weekday)}`;
    case 'year':
      return `${words.yearly} ${words.on} ${words.dayOf(value.day, words.month(value.month))}`;
  }
}

interface Words {
  readonly every: string;
  readonly on: string;
  readonly onThe: string;
  readonly at: string;
  readonly workdays: string;
  readonly yearly: string;
  readonly last: string;
  readonly lastDay: string;
  readonly list: Intl.ListFormat;
  interval(minutes: number): string;
  days(every: number): string;
  weeks(every: number): string;
  months(every: number): string;
  nth(day: number): string;
  weekday(day: number): string;
  month(month: number): string;
  dayOf(day: number, month: string): string;
}

const monday = Date.UTC(2024, 0, 1);
const namesOf = (locale: string) => {
  const weekdays = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  const months = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
  return {
    list: new Intl.ListFormat(locale),
    weekday: (day: number) => weekdays.format(monday + (day - 1) * 86_400_000),
    month: (month: number) => months.format(Date.UTC(2024, month - 1, 1)),
  };
};

/** Made when first something is written: names of days and months take 12 ms to load, which no start waits for. */
const made: Partial<Record<'en' | 'de', Words>> = {};
const wordsOf = (language: 'en' | 'de'): Words => {
  made[language] ??= language === 'de' ? german() : english();
  return made[language];
};

const suffixes: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };

const english = (ordinals = new Intl.PluralRules('en', { type: 'ordinal' })): Words => ({
  ...namesOf('en'),
  every: 'every',
  on: 'on',
  onThe: 'on the',
  at: 'at',
  workdays: 'every weekday',
  yearly: 'every year',
  last: 'last',
  lastDay: 'last day',
  interval: (minutes) => (minutes % 60 > 0 ? counted(minutes, 'minute') : counted(minutes / 60, 'hour')),
  days: (every) => counted(every, 'day'),
  weeks: (every) => counted(every, 'week'),
  months: (every) => counted(every, 'month'),
  nth: (day) => `${day}${suffixes[ordinals.select(day)]}`,
  dayOf: (day, month) => `${day} ${month}`,
});

function counted(every: number, unit: string): string {
  return every === 1 ? `every ${unit}` : `every ${every} ${unit}s`;
}

const german = (): Words => ({
  ...namesOf('de'),
  every: 'jeden',
  on: 'am',
  onThe: 'am',
  at: 'um',
  workdays: 'jeden Werktag',
  yearly: 'jedes Jahr',
  last: 'letzten',
  lastDay: 'letzten Tag',
  interval: (minutes) =>
    minutes % 60 > 0 ? (minutes === 1 ? 'jede Minute' : `alle ${minutes} Minuten`) : minutes === 60 ? 'jede Stunde' : `alle ${minutes / 60} Stunden`,
  days: (every) => (every === 1 ? 'jeden Tag' : `alle ${every} Tage`),
  weeks: (every) => (every === 1 ? 'jede Woche' : `alle ${every} Wochen`),
  months: (every) => (every === 1 ? 'jeden Monat' : `alle ${every} Monate`),
  nth: (day) => `${day}.`,
  dayOf: (day, month) => `${day}. ${month}`,
});
