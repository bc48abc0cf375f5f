import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Param, ParseContext } from '../kind.ts';
import { choice, commandName, dateTime, duration, integer, text, timeZone, url, yesNo } from './index.ts';

const context: ParseContext = { saidAt: Date.parse('2026-06-10T12:00:00Z'), timeZone: 'Europe/Berlin', locale: 'en' };

/** parse(print(x)) = x. */
function law<T>(param: Param<T>, values: fc.Arbitrary<T>): void {
  fc.assert(
    fc.property(values, (value) => {
      expect(param.parse(param.print(value), context)).toEqual({ ok: true, value });
    }),
  );
}

const parsed = <T>(param: Param<T>, raw: string) => {
  const result = param.parse(raw, context);
  return result.ok ? result.value : result.error;
};

const every: Readonly<Record<string, Param<never> | Param<unknown>>> = {
  text: text(),
  integer: integer(),
  choice: choice({ of: ['day', 'week'] }) as Param<unknown>,
  yesNo: yesNo(),
  url: url(),
  duration: duration(),
  dateTime: dateTime(),
  timeZone: timeZone(),
  commandName: commandName(),
};

describe.each(Object.entries(every))('%s', (_, param) => {
  it('answers any text, in words when it does not fit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (raw) => {
        const result = param.parse(raw, context);
        if (!result.ok) expect(result.error).toMatch(/\S/);
        const found = param.find?.(raw, context);
        if (found) expect(found.start >= 0 && found.start < found.end && found.end <= raw.length).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('reads the longest text soon', () => {
    const began = performance.now();
    for (const unit of ['a', '1', ' ', 'at 9 ', 'in 1 hour ', '1.', 'dot ', ': ', '1d', 'half ']) {
      const raw = unit.repeat(4_000 / unit.length);
      param.parse(raw, context);
      param.find?.(raw, context);
    }
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('has a question and an Alexa slot', () => {
    expect(param.ask).toMatch(/[?.]$/);
    expect(param.alexaSlot).toMatch(/^AMAZON\.[A-Za-z]+$/);
  });
});

describe('text', () => {
  it('reads back what it prints', () =>
    law(
      text(),
      fc
        .string({ minLength: 1 })
        .map((s) => s.trim())
        .filter((s) => s !== ''),
    ));
  it('is never empty', () => expect(parsed(text(), '  ')).toBe('That is empty.'));
});

describe('integer', () => {
  it('reads back what it prints', () => law(integer(), fc.maxSafeInteger()));
  it.each([
    ['7', 7],
    ['-0', 0],
    ['+12', 12],
    ['five', 5],
    ['forty-two', 42],
    ['zwölf', 12],
    ['twice', 2],
    ['three times', 3],
    ['zweimal', 2],
    ['5 mal', 5],
    ['times', '“times” is not a whole number.'],
    ['1.5', '“1.5” is not a whole number.'],
    ['99999999999999999', '“99999999999999999” is not a whole number.'],
    ['constructor', '“constructor” is not a whole number.'],
  ])('reads %s', (raw, value) => expect(parsed(integer(), raw)).toEqual(value));
  it.each([
    [{ min: 1, max: 9 }, '0 is out of range: it should be from 1 to 9.'],
    [{ min: 1 }, '0 is out of range: at least 1.'],
    [{ max: -1 }, '0 is out of range: at most -1.'],
  ])('keeps to %j', (range, error) => expect(parsed(integer(range), '0')).toBe(error));
});

describe('choice', () => {
  const span = choice({ of: ['day', 'week', 'weekday', 'Month'] });
  it('reads back what it prints', () => law(span, fc.constantFrom('day', 'week', 'weekday', 'Month')));
  it.each([
    ['DAY', 'day'],
    ['mon', 'Month'],
    ['week', 'week'],
    ['weekd', 'weekday'],
    ['we', '“we” is not one of day, week, weekday or Month.'],
    ['wee', '“wee” is not one of day, week, weekday or Month.'],
    ['year', '“year” is not one of day, week, weekday or Month.'],
  ])('reads %s', (raw, value) => expect(parsed(span, raw)).toBe(value));
});

describe('yesNo', () => {
  it('reads back what it prints', () => law(yesNo(), fc.boolean()));
  it.each([
    ['Yes!', true],
    ['ja', true],
    ['on', true],
    ['NO', false],
    ['nein', false],
    ['maybe', 'I need a yes or a no.'],
  ])('reads %s', (raw, value) => expect(parsed(yesNo(), raw)).toBe(value));
});

describe('url', () => {
  it('reads back what it prints', () =>
    law(
      url(),
      fc.webUrl({ withFragments: true, withQueryParameters: true }).map((raw) => new URL(raw).href),
    ));
  it.each([
    ['example.com', 'https://example.com/'],
    ['EXAMPLE.com/a?b=c', 'https://example.com/a?b=c'],
    ['http://example.com', 'http://example.com/'],
    ['//example.com', 'https://example.com/'],
    ['<https://example.com/>', 'https://example.com/'],
    ['example.com,', 'https://example.com/'],
    ['example.com.', 'https://example.com/'],
    ['example.com/a.', 'https://example.com/a'],
    ['(example.com)', 'https://example.com/'],
    ['example.com/a_(b)', 'https://example.com/a_(b)'],
    ['example dot constructor', 'https://example.constructor/'],
    ['“example.com”', 'https://example.com/'],
    ['localhost:8080', 'https://localhost:8080/'],
    ['127.0.0.1', 'https://127.0.0.1/'],
    ['http://2130706433/', 'http://127.0.0.1/'],
    ['[::1]:80', 'https://[::1]:80/'],
    ['http://intranet', 'http://intranet/'],
    ['münchen.de', 'https://xn--mnchen-3ya.de/'],
    ['example dot com slash status', 'https://example.com/status'],
    ['https://en.example.org/wiki/A_(b)', 'https://en.example.org/wiki/A_(b)'],
  ])('reads %s', (raw, value) => expect(parsed(url(), raw)).toBe(value));
  it.each([
    'foo',
    'javascript:alert(1)',
    'ftp://example.com',
    'http://',
    'a b.com',
    'https://user:secret@example.com',
    'user@example.com',
    `a.${'b'.repeat(3_000)}`,
  ])('refuses %s', (raw) => expect(url().parse(raw, context).ok).toBe(false));
  it('repeats no password that it refuses', () => {
    for (const given of ['https://u:secret@a.b', 'u:secret@a.b']) {
      expect(parsed(url(), given)).toContain('Leave it out');
      expect(parsed(url(), given)).not.toContain('secret');
    }
  });
  it('is found in a sentence', () => {
    const words = 'please look at example.com, thanks';
    const found = url().find?.(words, context);
    expect(found?.value).toBe('https://example.com/');
    expect(words.slice(found?.start, found?.end)).toBe('example.com,');
  });
});

describe('duration', () => {
  const h = 3_600_000;
  it('reads back what it prints', () => law(duration(), fc.record({ ms: fc.integer({ min: 0, max: 3_650 * 24 * h }) })));
  it.each([
    ['10 minutes', 600_000],
    ['2h30m', 2.5 * h],
    ['2h 30m', 2.5 * h],
    ['2 hours and 30 minutes', 2.5 * h],
    ['an hour and a half', 1.5 * h],
    ['half an hour', 0.5 * h],
    ['a half hour', 0.5 * h],
    ['1.5 hours', 1.5 * h],
    ['1,5 Stunden', 1.5 * h],
    ['anderthalb Stunden', 1.5 * h],
    ['eine halbe Stunde', 0.5 * h],
    ['for two days', 48 * h],
    ['PT2M', 120_000],
    ['P1DT1H', 25 * h],
    ['0s', 0],
    ['1 week', 168 * h],
  ])('reads %s', (raw, ms) => expect(parsed(duration(), raw)).toEqual({ ms }));
  it.each([
    ['2 months', 'Months and years differ in length. Say it in days or weeks.'],
    ['11 years', 'Months and years differ in length. Say it in days or weeks.'],
    ['600 weeks', 'That is longer than 10 years.'],
    ['10 bananas', '“10 bananas” is not a length of time. Try “10 minutes” or “2h 30m”.'],
    ['10', '“10” is not a length of time. Try “10 minutes” or “2h 30m”.'],
  ])('says why not %s', (raw, error) => expect(parsed(duration(), raw)).toBe(error));
});

describe('timeZone', () => {
  it('reads back what it prints', () =>
    law(timeZone(), fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'UTC', 'Asia/Kolkata', 'Europe/Kyiv')));
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['berlin', 'Europe/Berlin'],
    ['New York', 'America/New_York'],
    ['München', 'Europe/Berlin'],
    ['munich.', 'Europe/Berlin'],
    ['Berlin time', 'Europe/Berlin'],
    ['San Francisco', 'America/Los_Angeles'],
    ['utc', 'UTC'],
    ['PST', 'America/Los_Angeles'],
    ['US/Eastern', 'America/New_York'],
  ])('reads %s', (raw, zone) => expect(parsed(timeZone(), raw)).toBe(zone));
  it('knows zones only that Intl takes', () => {
    for (const zone of ['UTC', 'Asia/Kolkata', 'Europe/Kyiv']) expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow();
  });
  it.each(['Atlantis', '+02:00', 'UTC+2', 'Europe/Nowhere', '__proto__'])('refuses %s with a way on', (raw) =>
    expect(parsed(timeZone(), raw)).toContain('city'),
  );
});

describe('commandName', () => {
  it('reads back what it prints', () => law(commandName(), fc.stringMatching(/^[a-z][a-z0-9_]{0,31}$/)));
  it.each([
    ['/Check', 'check'],
    ['what-now', 'what_now'],
  ])('reads %s', (raw, name) => expect(parsed(commandName(), raw)).toBe(name));
});
