import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParseContext } from '../kind.ts';
import { dateTime } from './dateTime.ts';

const when = dateTime();
/** Wednesday 10 June 2026, 14:00:23 in Berlin. */
const berlin: ParseContext = { saidAt: Date.parse('2026-06-10T12:00:23Z'), timeZone: 'Europe/Berlin', locale: 'en' };
const german: ParseContext = { ...berlin, locale: 'de-DE' };

function read(raw: string, context = berlin): string {
  const result = when.parse(raw, context);
  return result.ok ? when.print(result.value) : result.error;
}

describe('a time', () => {
  it.each([
    ['in 2 minutes', '2026-06-10T14:02:23+02:00'],
    ['in two minutes', '2026-06-10T14:02:23+02:00'],
    ['5 minutes', '2026-06-10T14:05:23+02:00'],
    ['2 hours from now', '2026-06-10T16:00:23+02:00'],
    ['in an hour and a half', '2026-06-10T15:30:23+02:00'],
    ['PT2M', '2026-06-10T14:02:23+02:00'],
    ['in 2 weeks', '2026-06-24T14:00:23+02:00'],
    ['in 3 days at 10', '2026-06-13T10:00:00+02:00'],
    ['tomorrow at 9', '2026-06-11T09:00:00+02:00'],
    ['tomorrow', '2026-06-11T09:00:00+02:00'],
    ['tomorrow morning', '2026-06-11T09:00:00+02:00'],
    ['tonight', '2026-06-10T22:00:00+02:00'],
    ['in the evening', '2026-06-10T20:00:00+02:00'],
    ['noon', '2026-06-11T12:00:00+02:00'],
    ['midnight', '2026-06-11T00:00:00+02:00'],
    ['on 24 December at 18:30', '2026-12-24T18:30:00+01:00'],
    ['24.12. 18:30', '2026-12-24T18:30:00+01:00'],
    ['am 24.12. um 18:30', '2026-12-24T18:30:00+01:00'],
    ['on the 24th at 9', '2026-06-24T09:00:00+02:00'],
    ['next monday 8am', '2026-06-15T08:00:00+02:00'],
    ['friday', '2026-06-12T09:00:00+02:00'],
    ['wednesday at 18:00', '2026-06-10T18:00:00+02:00'],
    ['wednesday at 9', '2026-06-17T09:00:00+02:00'],
    ['may 5', '2027-05-05T09:00:00+02:00'],
    ['at 5', '2026-06-10T17:00:00+02:00'],
    ['at 3:15', '2026-06-10T15:15:00+02:00'],
    ['at 2pm', '2026-06-11T14:00:00+02:00'],
    ['at 05:00', '2026-06-11T05:00:00+02:00'],
    ['05:00', '2026-06-11T05:00:00+02:00'],
    ['at nine', '2026-06-10T21:00:00+02:00'],
    ['at nine thirty tomorrow', '2026-06-11T09:30:00+02:00'],
    ['half past five', '2026-06-10T17:30:00+02:00'],
    ['quarter to one tomorrow', '2026-06-11T12:45:00+02:00'],
    ['at 9am EST', '2026-06-10T16:00:00+02:00'],
    ['2026-12-24T17:30:00Z', '2026-12-24T18:30:00+01:00'],
    ['2026-12-24T18:30', '2026-12-24T18:30:00+01:00'],
    ['2026-12-24', '2026-12-24T09:00:00+01:00'],
    ['In 5 mins.', '2026-06-10T14:05:23+02:00'],
  ])('“%s” is %s', (raw, iso) => expect(read(raw)).toBe(`${iso}[Europe/Berlin]`));

  it.each([
    ['in 2 Minuten', '2026-06-10T14:02:23+02:00'],
    ['in einer halben Stunde', '2026-06-10T14:30:23+02:00'],
    ['morgen um 9', '2026-06-11T09:00:00+02:00'],
    ['morgen früh', '2026-06-11T09:00:00+02:00'],
    ['heute Abend', '2026-06-10T18:00:00+02:00'],
    ['am 24. Dezember um 18:30', '2026-12-24T18:30:00+01:00'],
    ['am 24.12. um 18 Uhr', '2026-12-24T18:00:00+01:00'],
    ['nächsten Montag 8 Uhr', '2026-06-15T08:00:00+02:00'],
    ['um 5', '2026-06-10T17:00:00+02:00'],
    ['um 8 Uhr', '2026-06-11T08:00:00+02:00'],
    ['um halb neun', '2026-06-10T20:30:00+02:00'],
    ['tomorrow at 9', '2026-06-11T09:00:00+02:00'],
  ])('“%s” in German is %s', (raw, iso) => expect(read(raw, german)).toBe(`${iso}[Europe/Berlin]`));

  it('reads a day before or after the month as the person’s English does', () => {
    expect(read('05/07/2026 10:00')).toContain('Try');
    expect(read('07/05/2026 10:00', { ...berlin, locale: 'en-US' })).toContain('2026-07-05T10:00');
    expect(read('05/07/2026 10:00', { ...berlin, locale: 'en-GB' })).toContain('2026-07-05T10:00');
  });

  it.each([
    ['yesterday', 'already past'],
    ['last friday', 'already past'],
    ['gestern', 'already past'],
    ['2020-01-01T00:00:00Z', 'already past'],
    ['2 minutes ago', "can't read"],
    ['today', 'At what time today?'],
    ['every day at 9', 'repeats'],
    ['jeden Tag um 9', 'repeats'],
    ['at 25:00', "can't read"],
    ['30 February', "can't read"],
    ['2027-02-30T09:00', 'no time that exists'],
    ['in 200 years', 'too far ahead'],
    ['in 999999999 years', 'no time that exists'],
    ['whenever', "can't read"],
  ])('refuses “%s”: %s', (raw, why) => expect(read(raw)).toContain(why));

  it('reads back what it prints, in any zone', () => {
    fc.assert(
      fc.property(
        fc.record({
          at: fc.integer({ min: berlin.saidAt + 1, max: berlin.saidAt + 90 * 365 * 86_400_000 }),
          timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC', 'America/St_Johns'),
        }),
        (value) => {
          expect(when.parse(when.print(value), berlin)).toEqual({ ok: true, value });
        },
      ),
    );
  });
});

describe('over a change of the clocks', () => {
  const spring = { ...berlin, saidAt: Date.parse('2026-03-28T11:00:00Z') };
  const autumn = { ...berlin, saidAt: Date.parse('2026-10-24T10:00:00Z') };

  it.each([
    ['tomorrow at 9', spring, '2026-03-29T09:00:00+02:00'],
    ['tomorrow at 2:30am', spring, '2026-03-29T03:30:00+02:00'],
    ['tomorrow at 1:59am', spring, '2026-03-29T01:59:00+01:00'],
    ['in 24 hours', spring, '2026-03-29T13:00:00+02:00'],
    ['in 1 day', spring, '2026-03-29T12:00:00+02:00'],
    ['tomorrow at 9', autumn, '2026-10-25T09:00:00+01:00'],
    ['tomorrow at 2:30am', autumn, '2026-10-25T02:30:00+02:00'],
    ['in 24 hours', autumn, '2026-10-25T11:00:00+01:00'],
    ['in 1 day', autumn, '2026-10-25T12:00:00+01:00'],
    ['in 1 month', { ...berlin, saidAt: Date.parse('2027-01-31T08:00:00Z') }, '2027-02-28T09:00:00+01:00'],
  ])('“%s” holds', (raw, context, iso) => expect(read(raw, context)).toBe(`${iso}[Europe/Berlin]`));

  it.each(['America/New_York', 'Pacific/Auckland', 'Asia/Kolkata', 'UTC'])('is the same on a machine in %s', (zone) => {
    const before = process.env.TZ;
    process.env.TZ = zone;
    try {
      expect(read('tomorrow at 9')).toBe('2026-06-11T09:00:00+02:00[Europe/Berlin]');
      expect(read('tomorrow at 2:30am', { ...berlin, saidAt: Date.parse('2026-03-07T12:00:00Z') })).toBe('2026-03-08T02:30:00+01:00[Europe/Berlin]');
      expect(read('friday')).toBe('2026-06-12T09:00:00+02:00[Europe/Berlin]');
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });

  it('has the person’s day, whatever day it is elsewhere', () => {
    const early = Date.parse('2026-06-10T22:30:00Z');
    expect(read('tomorrow at 9', { ...berlin, saidAt: early })).toContain('2026-06-12T09:00');
    expect(read('tomorrow at 9', { ...berlin, saidAt: early, timeZone: 'America/New_York' })).toContain(
      '2026-06-11T09:00:00-04:00[America/New_York]',
    );
  });
});

describe('a time in a sentence', () => {
  it.each([
    ['stretch in 2 minutes', 'in 2 minutes'],
    ['call mom at 5', 'at 5'],
    ['buy 2 apples tomorrow', 'tomorrow'],
    ['tomorrow at 9 call mom', 'tomorrow at 9'],
    ['call mom tomorrow about dinner', 'tomorrow'],
    ['take the 5 to London at 9', 'at 9'],
    ['pay rent on the 24th at 9', 'on the 24th at 9'],
    ['call for 5 minutes at six', 'at six'],
    ['thank everyone at 9', 'at 9'],
    ['pay by friday', 'by friday'],
    ['Kim anrufen morgen um 9', 'morgen um 9'],
    ['ask if I may leave', undefined],
    ['stretch every day at 9', undefined],
    ['stretch', undefined],
    ['look at what happened yesterday', undefined],
  ])('“%s” holds “%s”', (words, span) => {
    const found = when.find?.(words, berlin);
    expect(found ? words.slice(found.start, found.end) : undefined).toBe(span);
  });
});
