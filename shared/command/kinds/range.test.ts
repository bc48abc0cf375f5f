import { describe, expect, it } from 'vitest';
import type { ParseContext } from '../kind.ts';
import { range } from './index.ts';

/** A Wednesday, 14:00 in Berlin. */
const context: ParseContext = { saidAt: Date.parse('2026-06-10T12:00:00Z'), timeZone: 'Europe/Berlin', locale: 'en' };
const kind = range();
const read = (words: string, locale = 'en') => {
  const parsed = kind.parse(words, { ...context, locale });
  return parsed.ok ? kind.print(parsed.value).replaceAll(':00Z', '') : parsed.error;
};

it.each([
  ['last hour', '2026-06-10T11:00/2026-06-10T12:00'],
  ['last 24 hours', '2026-06-09T12:00/2026-06-10T12:00'],
  ['24h', '2026-06-09T12:00/2026-06-10T12:00'],
  ['last day', '2026-06-09T12:00/2026-06-10T12:00'],
  ['last 7 days', '2026-06-03T12:00/2026-06-10T12:00'],
  ['the past two weeks', '2026-05-27T12:00/2026-06-10T12:00'],
  ['last week', '2026-05-31T22:00/2026-06-07T22:00'],
  ['last month', '2026-04-30T22:00/2026-05-31T22:00'],
  ['last year', '2024-12-31T23:00/2025-12-31T23:00'],
  ['last 3 months', '2026-03-10T13:00/2026-06-10T12:00'],
  ['today', '2026-06-09T22:00/2026-06-10T12:00'],
  ['yesterday', '2026-06-08T22:00/2026-06-09T22:00'],
  ['this week', '2026-06-07T22:00/2026-06-10T12:00'],
  ['this month', '2026-05-31T22:00/2026-06-10T12:00'],
  ['Monday', '2026-06-07T22:00/2026-06-08T22:00'],
  ['on 1 June', '2026-05-31T22:00/2026-06-01T22:00'],
  ['24 December', '2025-12-23T23:00/2025-12-24T23:00'],
  ['in March', '2026-02-28T23:00/2026-03-31T22:00'],
  ['August', '2025-07-31T22:00/2025-08-31T22:00'],
  ['2026-05', '2026-04-30T22:00/2026-05-31T22:00'],
  ['since Monday', '2026-06-07T22:00/2026-06-10T12:00'],
  ['since yesterday', '2026-06-08T22:00/2026-06-10T12:00'],
  ['since 9:30', '2026-06-10T07:30/2026-06-10T12:00'],
  ['since 3pm', '2026-06-09T13:00/2026-06-10T12:00'],
  ['since last week', '2026-05-31T22:00/2026-06-10T12:00'],
  ['since 2026-06-01', '2026-05-31T22:00/2026-06-10T12:00'],
  ['from 1 June to 5 June', '2026-05-31T22:00/2026-06-05T22:00'],
  ['letzte Woche', '2026-05-31T22:00/2026-06-07T22:00'],
  ['letzten Monat', '2026-04-30T22:00/2026-05-31T22:00'],
  ['in den letzten 7 Tagen', '2026-06-03T12:00/2026-06-10T12:00'],
  ['diese Woche', '2026-06-07T22:00/2026-06-10T12:00'],
  ['gestern', '2026-06-08T22:00/2026-06-09T22:00'],
  ['im März', '2026-02-28T23:00/2026-03-31T22:00'],
  ['seit Montag', '2026-06-07T22:00/2026-06-10T12:00'],
  ['seit 3 Stunden', '2026-06-10T09:00/2026-06-10T12:00'],
  ['vom 1. Juni bis 5. Juni', '2026-05-31T22:00/2026-06-05T22:00'],
])('%s is %s', (words, expected) => expect(read(words, /[äöü]|letzt|diese|gestern|seit|vom/.test(words) ? 'de' : 'en')).toBe(expected));

it('what has not come, or is no time, is refused with what to say', () => {
  expect(read('tomorrow')).toBe("“tomorrow” hasn't come yet, and I need a time that was.");
  expect(read('the kettle')).toBe("I can't read “the kettle” as a time that was. Try “last 7 days”, “last month” or “since Monday”.");
  expect(read('last 9999999 years')).toMatch(/can't read/);
});

describe('in a longer text', () => {
  const rest = (text: string) => {
    const found = kind.find?.(text, context);
    return found && `${text.slice(0, found.start)}|${text.slice(found.start, found.end)}|${text.slice(found.end)}`;
  };

  it.each([
    ['example.com last month', 'example.com |last month|'],
    ['example.com since Monday?', 'example.com |since Monday?|'],
    ['shop from 1 June to 5 June', 'shop |from 1 June to 5 June|'],
    ['all last 7 days', 'all |last 7 days|'],
    ['yesterday example.com', '|yesterday| example.com'],
    ['last month', '|last month|'],
    ['shop today', 'shop |today|'],
    ['shop 24h', 'shop |24h|'],
    // A name's own words.
    ['march', null],
    ['example.com', null],
    ['1', null],
  ])('%s', (text, expected) => expect(rest(text)).toBe(expected));
});
