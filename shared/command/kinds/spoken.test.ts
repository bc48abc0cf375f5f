import { describe, expect, it } from 'vitest';
import { type Kind, kindOf, type ParseContext } from '../kind.ts';
import {
  choice,
  choiceFrom,
  conversation,
  date,
  duration,
  email,
  host,
  integer,
  list,
  money,
  number,
  percent,
  person,
  phone,
  recurrence,
} from './index.ts';

/** Wednesday 10 June 2026, 14:00 in Berlin. */
const context: ParseContext = { saidAt: Date.parse('2026-06-10T12:00:00Z'), timeZone: 'Europe/Berlin', locale: 'en' };

/** What it prints, or in which words it is refused. */
function read<T>(kind: Kind<T>, raw: string, locale: string): string {
  const parsed = kind.parse(raw, { ...context, locale });
  return parsed.ok ? kind.print(parsed.value) : parsed.error;
}

const sites = choiceFrom({ from: () => ['api', 'api staging', 'shop'] });

describe('what people type and say', () => {
  it.each(
    (
      [
        [number(), 'en', '1,234.5', '1234.5'],
        [number(), 'de', '1.234,5', '1234.5'],
        [number(), 'en', '1.234', '1.2340'],
        [number(), 'de', '1.234', '1234'],
        [number(), 'de', '0.125', '0.1250'],
        [number(), 'en', 'minus three point one four', '-3.14'],
        [number(), 'de', 'zwölf Komma fünf', '12.5'],
        [number(), 'de-CH', '1’000.50', '1000.5'],
        [number(), 'en', '1,2,3', '“1,2,3” is not a number. Try one like 12.5.'],
        [number(), 'de', 'viel', '„viel“ ist keine Zahl. Schreib sie wie 12,5.'],
        [number({ min: 0, max: 1.5 }), 'de', '2,5', '2,5 liegt außerhalb: es soll von 0 bis 1,5 sein.'],
        [integer(), 'de', '1.000', '1000'],
        [integer(), 'en', '1,000', '1000'],
        [integer(), 'en', '1.5', '“1.5” is not a whole number.'],
        [percent(), 'de', '12,5 %', '12.5%'],
        [percent(), 'en', 'twelve percent', '12%'],
        [money(), 'de', '12,50 €', '12.50 EUR'],
        [money(), 'de', 'zwölf Euro fünfzig', '12.50 EUR'],
        [money(), 'en', '$12.50', '12.50 USD'],
        [money(), 'en-CA', '$12.50', '12.50 CAD'],
        [money(), 'en-GB', '12', '12.00 GBP'],
        [money(), 'en', 'five dollars and 20 cents', '5.20 USD'],
        [money(), 'de', '50 Cent', '0.50 EUR'],
        [money(), 'en', 'EUR -3', '-3.00 EUR'],
        [money(), 'en', '1200 yen', '1200 JPY'],
        [money(), 'en', '1.5 JPY', 'JPY has 0 digits after the point at most.'],
        [money(), 'en', '12 taler', "I don't know a currency “taler”. Use its code, like EUR."],
        [money({ currency: 'EUR' }), 'en', '$5', 'It should be in EUR.'],
        [date(), 'en', 'tomorrow', '2026-06-11'],
        [date(), 'de', 'übermorgen', '2026-06-12'],
        [date(), 'en', 'next wednesday', '2026-06-17'],
        [date(), 'de', 'am 24.12.', '2026-12-24'],
        [date(), 'de', '24. Dezember', '2026-12-24'],
        [date(), 'en', 'on the 24th of December', '2026-12-24'],
        [date(), 'en-US', '12/24/2026', '2026-12-24'],
        [date(), 'en-GB', '24/12/2026', '2026-12-24'],
        [date(), 'de', 'in 3 Tagen', '2026-06-13'],
        [date(), 'en', '29 February', '2028-02-29'],
        [date(), 'en', '31 June', "I can't read “31 June” as a day. Try “tomorrow”, “24 December” or “2026-12-24”."],
        [duration(), 'de', 'zweieinhalb Stunden', '2h 30m'],
        [recurrence(), 'en', 'every weekday at 9', 'every weekday at 09:00 Europe/Berlin'],
        [recurrence(), 'de', 'jeden Werktag um 9', 'every weekday at 09:00 Europe/Berlin'],
        [recurrence(), 'en', 'every 15 minutes', 'every 15 minutes'],
        [recurrence(), 'de', 'alle 15 Minuten', 'every 15 minutes'],
        [recurrence(), 'en', 'every hour', 'every hour'],
        [recurrence(), 'en', 'every two hours', 'every 2 hours'],
        [recurrence(), 'en', 'on the first of the month', 'every month on the 1st at 09:00 Europe/Berlin'],
        [recurrence(), 'de', 'am Ersten des Monats', 'every month on the 1st at 09:00 Europe/Berlin'],
        [recurrence(), 'en', 'last day of the month at 6pm', 'every month on the last day at 18:00 Europe/Berlin'],
        [recurrence(), 'en', 'every last friday of the month at noon', 'every month on the last Friday at 12:00 Europe/Berlin'],
        [recurrence(), 'en', 'mondays and thursdays at 8', 'every Monday and Thursday at 08:00 Europe/Berlin'],
        [recurrence(), 'en', 'every other week on friday at 8:30', 'every 2 weeks on Friday at 08:30 Europe/Berlin'],
        [recurrence(), 'en', 'daily at 18:30 America/New_York', 'every day at 18:30 America/New_York'],
        [recurrence(), 'en', 'every year on 24 december', 'every year on 24 December at 09:00 Europe/Berlin'],
        [recurrence(), 'en', 'friday', "I can't read “friday” as something that repeats. Try “every weekday at 9” or “every 15 minutes”."],
        [host(), 'en', 'Example dot com', 'example.com'],
        [host(), 'en', 'münchen.de', 'xn--mnchen-3ya.de'],
        [host(), 'en', 'https://example.com', '“https://example.com” is not the name of a host. Try one like example.com.'],
        [email(), 'en', 'kim at example dot com', 'kim@example.com'],
        [email(), 'en', '<mailto:Kim@Example.com|Kim>', 'Kim@example.com'],
        [email(), 'de', 'kim@', '„kim@“ ist keine E-Mail-Adresse. Schreib sie wie kim@example.com.'],
        [phone(), 'de', '030 / 12 34 56', '+4930123456'],
        [phone(), 'de', '+49 (0)30 123456', '+4930123456'],
        [phone(), 'en-US', '(212) 555-0100', '+12125550100'],
        [phone(), 'de', 'null drei null eins zwei drei vier fünf', '+493012345'],
        [person(), 'en', '<@U024BE7LH>', '<@U024BE7LH>'],
        [person(), 'en', 'Kim Müller', '@Kim Müller'],
        [conversation(), 'en', 'channel general', '#general'],
        [conversation(), 'en', '<#C024BE7LR|general>', '<#C024BE7LR>'],
        [sites, 'en', 'stag', 'api staging'],
        [sites, 'en', 'API', 'api'],
        [sites, 'en', 'the shop', 'shop'],
        [sites, 'de', 'den Shop', 'shop'],
        [sites, 'en', 'the stag', 'api staging'],
        [sites, 'en', 'the moon', 'I found no “the moon”.'],
        [choice({ of: ['day', 'week'] }), 'en', 'a week', 'week'],
        [choice({ of: ['the week', 'week'] }), 'en', 'the week', 'the week'],
        [choice({ of: ['the week', 'week'] }), 'en', 'the wee', 'the week'],
        [sites, 'de', 'nichts', '„nichts“ habe ich nicht gefunden.'],
        [list(integer()), 'en', '1, 2 and 3', '1; 2; 3'],
        [list(number()), 'de', '1,5 und 2,5', '1.5; 2.5'],
        [list(integer(), { max: 2 }), 'de', '1; 2; 3', 'Ich kann höchstens 2 nehmen.'],
      ] as readonly (readonly [Kind<unknown>, string, string, string])[]
    ).map(([kind, locale, raw, printed]) => ({ of: kind.kind, kind, locale, raw, printed })),
  )('$of in $locale: “$raw” is “$printed”', ({ kind, locale, raw, printed }) => expect(read(kind, raw, locale)).toBe(printed));

  it('is told as people of the locale write it', () => {
    expect(money().printIn?.({ minor: 123_450, currency: 'EUR' }, 'de')).toBe('1.234,50\u00a0€');
    expect(date().printIn?.('2026-12-24', 'de')).toBe('24. Dezember 2026');
    expect(recurrence().printIn?.({ unit: 'month', every: 1, day: 1, at: '09:00', timeZone: 'Europe/Berlin' }, 'de')).toBe(
      'jeden Monat am 1. um 09:00 Europe/Berlin',
    );
  });
});

describe('a list to search', () => {
  it('gives what begins so before what holds it', () => {
    expect(sites.search?.('s', 5)).toEqual(['shop', 'api staging']);
    expect(sites.search?.('', 2)).toEqual(['api', 'api staging']);
  });
});

describe('a question', () => {
  it('is in the language of the person, unless its author wrote one', () => {
    expect(money().askIn?.('de-AT')).toBe('Wie viel Geld?');
    expect(money().askIn?.('fr')).toBe('How much money?');
    expect(money({ ask: 'What does it cost?' }).askIn?.('de')).toBe('What does it cost?');
    expect(kindOf({ ...text, asks: 'What?' })().askIn?.('de')).toBe('What?');
  });
});

const text: Kind<string> = {
  kind: 'own',
  words: true,
  alexaSlot: 'AMAZON.SearchQuery',
  parse: (raw) => ({ ok: true, value: raw }),
  print: (value) => value,
};
