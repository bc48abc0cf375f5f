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

  it.each([
    ['in two and a half hours', '2026-06-10T16:30:23+02:00'],
    ['in one and a half hours', '2026-06-10T15:30:23+02:00'],
    ['in 1½ hours', '2026-06-10T15:30:23+02:00'],
    ['in 2h30', '2026-06-10T16:30:23+02:00'],
    ['in twenty five minutes', '2026-06-10T14:25:23+02:00'],
    ['in a quarter of an hour', '2026-06-10T14:15:23+02:00'],
    ['in three quarters of an hour', '2026-06-10T14:45:23+02:00'],
    ['in a couple of hours', '2026-06-10T16:00:23+02:00'],
    ['in a few minutes', '2026-06-10T14:03:23+02:00'],
    ['in a fortnight', '2026-06-24T14:00:23+02:00'],
    ['after 20 minutes', '2026-06-10T14:20:23+02:00'],
    ['18h30', '2026-06-10T18:30:00+02:00'],
    ['10 minutes before noon tomorrow', '2026-06-11T11:50:00+02:00'],
    ['an hour after midnight', '2026-06-11T01:00:00+02:00'],
    ['a week from friday', '2026-06-19T09:00:00+02:00'],
    ['two days from now at 9', '2026-06-12T09:00:00+02:00'],
  ])('reads the amount in “%s”: %s', (raw, iso) => expect(read(raw)).toBe(`${iso}[Europe/Berlin]`));

  it.each([
    ['at 9 p.m.', '2026-06-10T21:00:00+02:00'],
    ['at 9 a. m.', '2026-06-11T09:00:00+02:00'],
    ['nine p.m. tomorrow', '2026-06-11T21:00:00+02:00'],
    ['@ 9pm', '2026-06-10T21:00:00+02:00'],
    ['tomorrow 9', '2026-06-11T09:00:00+02:00'],
    ['9 tomorrow', '2026-06-11T09:00:00+02:00'],
    ['friday 8', '2026-06-12T08:00:00+02:00'],
    ['day after tomorrow at 9', '2026-06-12T09:00:00+02:00'],
    ['at 9 in the evening', '2026-06-10T21:00:00+02:00'],
    ['half past nine in the evening', '2026-06-10T21:30:00+02:00'],
    ['at 2 at night', '2026-06-11T02:00:00+02:00'],
    ['at 9 tomorrow morning', '2026-06-11T09:00:00+02:00'],
    ['8:30 friday evening', '2026-06-12T20:30:00+02:00'],
    ['tomorrow evening at 8', '2026-06-11T20:00:00+02:00'],
    ['a quarter past nine', '2026-06-10T21:15:00+02:00'],
    ['ten past nine tomorrow', '2026-06-11T09:10:00+02:00'],
    ['at twenty to five', '2026-06-10T16:40:00+02:00'],
    ['20 past 9', '2026-06-10T21:20:00+02:00'],
    ['nine thirty', '2026-06-10T21:30:00+02:00'],
    ['tomorrow nine forty five', '2026-06-11T09:45:00+02:00'],
    ['at nine oh five', '2026-06-10T21:05:00+02:00'],
    ['nine o’clock', '2026-06-10T21:00:00+02:00'],
    ['tonight at midnight', '2026-06-11T00:00:00+02:00'],
    ['tonight at 12', '2026-06-11T00:00:00+02:00'],
  ])('reads the clock in “%s”: %s', (raw, iso) => expect(read(raw)).toBe(`${iso}[Europe/Berlin]`));

  it.each([
    ['at 9:05', '2026-06-10T21:05:00+02:00'],
    ['at 5:00', '2026-06-10T17:00:00+02:00'],
    ['5:00', '2026-06-10T17:00:00+02:00'],
    ['the 10th at 9', '2026-06-10T21:00:00+02:00'],
    ['10 June at 9', '2026-06-10T21:00:00+02:00'],
    ['10.6. 9:00', '2026-06-10T21:00:00+02:00'],
    ['5 June at 05:00', '2027-06-05T05:00:00+02:00'],
  ])('minutes and days with a nought do not make “%s” a morning', (raw, iso) => expect(read(raw)).toBe(`${iso}[Europe/Berlin]`));

  it.each([
    ['24.12.', '2026-12-24T09:00:00+01:00'],
    ['24.12.26', '2026-12-24T09:00:00+01:00'],
    ['24.12.26 18:30', '2026-12-24T18:30:00+01:00'],
    ['am 24.12 um 18:30', '2026-12-24T18:30:00+01:00'],
    ['24.12 18:30', '2026-12-24T18:30:00+01:00'],
    ['3.4.2027', '2027-04-03T09:00:00+02:00'],
    ['3.4. at 10', '2027-04-03T10:00:00+02:00'],
    ['24 Dezember 18:30', '2026-12-24T18:30:00+01:00'],
    ['29 February', '2028-02-29T09:00:00+01:00'],
    ['29. Februar um 10', '2028-02-29T10:00:00+01:00'],
    ['29 February 2032 at 10', '2032-02-29T10:00:00+01:00'],
  ])('reads the date in “%s”, day before month where dots stand: %s', (raw, iso) => {
    for (const context of [berlin, german, { ...berlin, locale: 'en-US' }]) expect(read(raw, context)).toBe(`${iso}[Europe/Berlin]`);
  });

  it.each([
    ['übermorgen früh', '2026-06-12T09:00:00+02:00'],
    ['morgen früh um 7', '2026-06-11T07:00:00+02:00'],
    ['kommenden Freitag', '2026-06-12T09:00:00+02:00'],
    ['Freitagabend', '2026-06-12T18:00:00+02:00'],
    ['Sonnabend um 10', '2026-06-13T10:00:00+02:00'],
    ['in eineinhalb Stunden', '2026-06-10T15:30:23+02:00'],
    ['in zweieinhalb Stunden', '2026-06-10T16:30:23+02:00'],
    ['in einer Viertelstunde', '2026-06-10T14:15:23+02:00'],
    ['in einer Dreiviertelstunde', '2026-06-10T14:45:23+02:00'],
    ['in fünfundzwanzig Minuten', '2026-06-10T14:25:23+02:00'],
    ['um ein Uhr nachts', '2026-06-11T01:00:00+02:00'],
    ['um neun Uhr dreißig', '2026-06-11T09:30:00+02:00'],
    ['um 9 Uhr 30', '2026-06-11T09:30:00+02:00'],
    ['9.30 Uhr', '2026-06-11T09:30:00+02:00'],
    ['18.30', '2026-06-10T18:30:00+02:00'],
    ['dreiviertel neun', '2026-06-10T20:45:00+02:00'],
    ['zehn vor neun', '2026-06-10T20:50:00+02:00'],
    ['fünf nach halb neun', '2026-06-10T20:35:00+02:00'],
    ['abends um 8', '2026-06-10T20:00:00+02:00'],
    ['am 5. um 10', '2026-07-05T10:00:00+02:00'],
    ['heute um Mitternacht', '2026-06-11T00:00:00+02:00'],
    ['morgen 9', '2026-06-11T09:00:00+02:00'],
    ['morgen um 9 MEZ', '2026-06-11T09:00:00+02:00'],
    ['friday at 9pm', '2026-06-12T21:00:00+02:00'],
    ['24 April 18:30', '2027-04-24T18:30:00+02:00'],
    ['3/4 at 10', '2027-04-03T10:00:00+02:00'],
  ])('reads “%s”, said by a German, as %s', (raw, iso) => expect(read(raw, german)).toBe(`${iso}[Europe/Berlin]`));

  it.each([
    ['at 9 New York time', '2026-06-10T09:00:00-04:00[America/New_York]'],
    ['tomorrow at 9am London time', '2026-06-11T09:00:00+01:00[Europe/London]'],
    ['at 9am Tokyo time tomorrow', '2026-06-11T09:00:00+09:00[Asia/Tokyo]'],
    ['24 December at 18:30 pacific time', '2026-12-24T18:30:00-08:00[America/Los_Angeles]'],
    ['tomorrow at 9 Europe/Lisbon', '2026-06-11T09:00:00+01:00[Europe/Lisbon]'],
    ['morgen um 9 Londoner Zeit', '2026-06-11T09:00:00+01:00[Europe/London]'],
    ['at 9 Berlin time', '2026-06-10T21:00:00+02:00[Europe/Berlin]'],
    ['tomorrow at 9 my time', '2026-06-11T09:00:00+02:00[Europe/Berlin]'],
  ])('“%s” is meant, and kept, in the zone it names: %s', (raw, printed) => expect(read(raw)).toBe(printed));

  it('reads a slash as people write it where they are', () => {
    for (const locale of ['en-GB', 'en-DE', 'en-SE', 'fr-FR', 'es', 'de-AT', 'pt-BR'])
      expect(read('3/4 at 10', { ...berlin, locale })).toContain('2027-04-03T10:00');
    for (const locale of ['en-US', 'en', 'ja-JP', '']) expect(read('3/4 at 10', { ...berlin, locale })).toContain('2027-03-04T10:00');
  });

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
    ['10 June', 'At what time today?'],
    ['10 June at 13:00', 'already past'],
    ['this morning', 'already past'],
    ['now', 'this very moment'],
    ['jetzt', 'this very moment'],
    ['9', 'Say “at 9” or “in 9 minutes”'],
    ['nine', 'Say “at nine” or “in nine minutes”'],
    ['Tuesday 15 June', 'no time that exists'],
    ['on mondays', 'repeats'],
    ['every 5 minutes', 'repeats'],
    ['alle 5 Minuten', 'repeats'],
    ['hourly', 'repeats'],
    ['every day at 9', 'repeats'],
    ['jeden Tag um 9', 'repeats'],
    ['at 25:00', "can't read"],
    ['30 February', "can't read"],
    ['2027-02-30T09:00', 'no time that exists'],
    ['in 200 years', 'too far ahead'],
    ['in 999999999 years', 'no time that exists'],
    ['whenever', "can't read"],
  ])('refuses “%s”: %s', (raw, why) => expect(read(raw)).toContain(why));

  it('makes of any words of time one that is to come, or says why not', () => {
    const words =
      'in at on by the a half quarter past to before after from now today tomorrow tonight midnight noon morning friday next last every daily 0 1 9 12 24 31 59 am p.m. ' +
      ', : 24.12. 29.2. 31.4.2027 3/4 2027-02-30 minutes days years 2h30 PT5M UTC EST time Berlin Europe/Lisbon um uhr morgen heute halb vor früh 24:00 feb 29th “q” nine oh ½ -5';
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...words.split(' ')), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 4_000_000_000_000 }),
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC'),
        fc.constantFrom('en', 'en-US', 'en-GB', 'de', 'fr'),
        (said, saidAt, timeZone, locale) => {
          const context = { saidAt, timeZone, locale };
          const result = when.parse(said.join(' '), context);
          if (result.ok) expect(result.value.at).toBeGreaterThan(saidAt);
          if (result.ok) expect(when.parse(when.print(result.value), context)).toEqual(result);
          when.find?.(`call ${said.join(' ')}`, context);
        },
      ),
      { numRuns: 400 },
    );
  });

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
    ['00:15', { ...berlin, saidAt: Date.parse('2026-10-24T22:30:00Z') }, '2026-10-26T00:15:00+01:00'],
    ['at 2:50am', { ...berlin, saidAt: Date.parse('2026-10-25T01:10:00Z') }, '2026-10-25T02:50:00+01:00'],
    ['02:50', { ...berlin, saidAt: Date.parse('2026-10-25T01:10:00Z') }, '2026-10-25T02:50:00+01:00'],
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

describe('a part of today that has begun', () => {
  const at = (iso: string) => ({ ...berlin, saidAt: Date.parse(iso) });

  it.each([
    ['tonight', '2026-06-10T20:30:00Z', '“tonight” has begun already. At what time?'],
    ['this evening', '2026-06-10T19:00:00Z', '“this evening” has begun already. At what time?'],
    ['heute Abend', '2026-06-10T17:00:00Z', '“heute Abend” has begun already. At what time?'],
    ['this morning', '2026-06-10T08:00:00Z', '“this morning” has begun already. At what time?'],
    ['this morning', '2026-06-10T10:30:00Z', 'already past'],
    ['this afternoon', '2026-06-10T17:00:00Z', 'already past'],
  ])('“%s” at %s: %s', (raw, iso, why) => expect(read(raw, at(iso))).toContain(why));

  it('is tomorrow’s when nobody said that it is today’s', () => {
    expect(read('in the morning', at('2026-06-10T12:00:00Z'))).toContain('2026-06-11T09:00');
    expect(read('in the evening', at('2026-06-10T20:30:00Z'))).toContain('2026-06-11T20:00');
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
    ['call at 9 p.m.', 'at 9 p.m.'],
    ['call at 9 Berlin time', 'at 9 Berlin time'],
    ['call in a couple of hours', 'in a couple of hours'],
    ['call a week from friday', 'a week from friday'],
    ['call at 9 tomorrow morning', 'at 9 tomorrow morning'],
    ['eat 10 minutes before noon', '10 minutes before noon'],
    ['stretch, in 2 minutes', ', in 2 minutes'],
    ['light the candles on 24.12.', 'on 24.12.'],
    ['tomorrow at 9 that the meeting is at 10', 'tomorrow at 9'],
    ['tomorrow at 9 about the call at 10', 'tomorrow at 9'],
    ['friday is a holiday in 5 minutes', 'in 5 minutes'],
    ['check each door in 5 minutes', 'in 5 minutes'],
    ['send the weekly report in 5 minutes', 'in 5 minutes'],
    ['spend some time with Kim tomorrow', 'tomorrow'],
    ['call today at 13:00', 'today at 13:00'],
    ['take out the trash in the morning', 'in the morning'],
    ['do my homework before friday', 'before friday'],
    ['turn off the oven in an hour, please', 'in an hour, please'],
    ['sit in the sun at 9', 'at 9'],
    ['invite five to eight people tomorrow', 'tomorrow'],
    ['invite five to eight people', undefined],
    ['book a hotel for 2 weeks', undefined],
    ['call - tomorrow at 9', '- tomorrow at 9'],
    ['pay in may', 'in may'],
    ['pay in feb', 'in feb'],
    ['use 1/2 of it', undefined],
    ['alle Tage', undefined],
    ['stay 9 days in Rome', undefined],
    ['book a hotel for 2 weeks in 5 minutes', 'in 5 minutes'],
    ["watch the 8 o'clock news", undefined],
    ['pay 24.12 euros tomorrow', 'tomorrow'],
    ['ask if I may leave', undefined],
    ['stretch every day at 9', 'every day at 9'],
    ['stretch at 9 every day', 'at 9 every day'],
    ['stretch daily at 9', 'daily at 9'],
    ['stretch every monday', 'every monday'],
    ['stretch every 5 minutes', 'every 5 minutes'],
    ['stretch daily', 'daily'],
    ['take in the daily post', undefined],
    ['read the daily', undefined],
    ['stretch', undefined],
    ['look at what happened yesterday', undefined],
  ])('“%s” holds “%s”', (words, span) => {
    const found = when.find?.(words, berlin);
    expect(found ? words.slice(found.start, found.end) : undefined).toBe(span);
  });

  it.each([
    ['call friday at 9pm', 'friday at 9pm'],
    ['call tomorrow at 9', 'tomorrow at 9'],
    ['light it 24 April 18:30', '24 April 18:30'],
    ['Kim anrufen am 24. April um 18:30', 'am 24. April um 18:30'],
  ])('a German’s “%s” holds “%s”', (words, span) => {
    const found = when.find?.(words, german);
    expect(found ? words.slice(found.start, found.end) : undefined).toBe(span);
  });
});
