import { describe, expect, it } from 'vitest';
import { parseArguments } from './arguments.ts';
import { type AnyParams, command } from './define.ts';
import { choice, choiceFrom, date, dateTime, integer, money, percent, phone, recurrence, text, timeZone } from './kinds/index.ts';

const said = { saidAt: Date.parse('2026-11-25T12:00:00Z'), timeZone: 'Europe/Berlin' };
const read = (params: AnyParams, words: string, locale = 'en-US') =>
  parseArguments(command({ name: 'c', summary: 'C', params, run: () => undefined }), { text: `c ${words}` }, { ...said, locale });

const day = { on: date(), what: text() };
const amount = { much: money(), what: text() };
const daily = { unit: 'week', every: 1, on: [1, 2, 3, 4, 5], at: '09:00', timeZone: 'Europe/Berlin' };

describe('values of several words beside a text are found where the words begin or end, whichever is asked for first', () => {
  it.each<[string, AnyParams, object, string?]>([
    ['24 December buy milk', day, { on: '2026-12-24', what: 'buy milk' }],
    ['buy milk on 24 December', day, { on: '2026-12-24', what: 'buy milk' }],
    ['buy milk tomorrow', day, { on: '2026-11-26', what: 'buy milk' }],
    ['Milch kaufen am 24. Dezember', day, { on: '2026-12-24', what: 'Milch kaufen' }, 'de-DE'],
    ['12.50 € for lunch', amount, { much: { minor: 1250, currency: 'EUR' }, what: 'for lunch' }],
    ['lunch $12', amount, { much: { minor: 1200, currency: 'USD' }, what: 'lunch' }],
    ['everything by 12 %', { by: percent(), what: text() }, { by: 12, what: 'everything by' }],
    ['+49 30 123456 I am late', { to: phone(), what: text() }, { to: '+4930123456', what: 'I am late' }],
    ['stand up every weekday at 9', { often: recurrence(), what: text() }, { often: daily, what: 'stand up' }],
    ['the cow for its milk', { who: choiceFrom({ from: () => ['cow', 'dog'] }), why: text() }, { who: 'cow', why: 'for its milk' }],
    ['api staging is slow', { which: choiceFrom({ from: () => ['api', 'api staging'] }), what: text() }, { which: 'api staging', what: 'is slow' }],
    ['the news for a week', { what: text(), span: choice({ of: ['day', 'week'] }) }, { what: 'the news for', span: 'week' }],
    ['New York office', { zone: timeZone(), what: text() }, { zone: 'America/New_York', what: 'office' }],
  ])('%s', (words, params, values, locale) => {
    expect(read(params, words, locale)).toEqual({ values });
    expect(read(Object.fromEntries(Object.entries(params).reverse()), words, locale)).toEqual({ values });
  });
});

describe('values of several words', () => {
  it('beside one that is found anywhere', () =>
    expect(read({ number: phone(), when: dateTime() }, '+49 30 123456 tomorrow at 9')).toEqual({
      values: { number: '+4930123456', when: { at: Date.parse('2026-11-26T08:00:00Z'), timeZone: 'Europe/Berlin' } },
    }));

  it.each([
    ['3 12 5', 'USD'],
    ['3 $12 5%', 'USD'],
    ['3 12 € 5 %', 'EUR'],
  ])('keep their place among others: “%s”', (words, currency) =>
    expect(read({ n: integer(), much: money(), by: percent() }, words)).toEqual({ values: { n: 3, much: { minor: 1200, currency }, by: 5 } }),
  );

  it('of one kind stand in the order of their parameters', () =>
    expect(read({ from: date(), to: date() }, '24 December 26 December')).toEqual({ values: { from: '2026-12-24', to: '2026-12-26' } }));

  it('in the place of which stands a word of the text are asked for', () => expect(read(day, 'may flowers')).toMatchObject({ missing: 'on' }));

  it('in quotes are said, not meant', () => expect(read({ what: text(), on: date() }, '"24 December" is near')).toMatchObject({ missing: 'on' }));

  it('without a text beside them say what does not fit', () =>
    expect(read({ on: date() }, 'some day')).toMatchObject({ invalid: 'on', given: 'some day' }));
});
