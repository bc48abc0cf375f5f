import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArguments } from './arguments.ts';
import { command } from './define.ts';
import { choice, dateTime, integer, text, url, yesNo } from './kinds/index.ts';

const context = { saidAt: Date.parse('2026-06-10T12:00:00Z'), timeZone: 'Europe/Berlin', locale: 'en' };

const check = command({
  name: 'check',
  summary: 'Check a site',
  phrases: ['check {site}', 'is {site} up'],
  params: { site: url({ ask: 'Which address?' }), times: integer({ optional: true }), loud: yesNo({ default: false }) },
  run: () => undefined,
});

const remind = command({
  name: 'remind',
  summary: 'Remind you',
  phrases: ['remind me', 'remind'].flatMap((begin) => [
    `${begin} {when} to {what}`,
    `${begin} to {what} {when}`,
    `${begin} to {what}`,
    `${begin} {what} {when}`,
  ]),
  params: { what: text({ ask: 'Of what?' }), when: dateTime({ ask: 'When?' }) },
  run: () => undefined,
});

const note = command({
  name: 'note',
  summary: 'Keep a note',
  params: { list: choice({ of: ['home', 'work'] }), body: text() },
  run: () => undefined,
});

const read = (definition: Parameters<typeof parseArguments>[0], words: string, args?: Record<string, string>) =>
  parseArguments(definition, { text: words, ...(args ? { args } : {}) }, context);

const at = (iso: string) => ({ at: Date.parse(iso), timeZone: 'Europe/Berlin' });

describe('arguments', () => {
  it.each([
    ['check example.com', { site: 'https://example.com/', loud: false }],
    ['Is example.com up?', { site: 'https://example.com/', loud: false }],
    ['check example.com 3', { site: 'https://example.com/', times: 3, loud: false }],
    ['check --site example.com', { site: 'https://example.com/', loud: false }],
    ['check --site=example.com --loud', { site: 'https://example.com/', loud: true }],
    ['check example.com --no-loud', { site: 'https://example.com/', loud: false }],
    ['check times:2 site:example.com', { site: 'https://example.com/', times: 2, loud: false }],
    ['check --loud example.com', { site: 'https://example.com/', loud: true }],
    ['check http://example.com:81/a', { site: 'http://example.com:81/a', loud: false }],
    ['check --site http://example.com', { site: 'http://example.com/', loud: false }],
    ['check --loud http://example.com', { site: 'http://example.com/', loud: true }],
    ['check site:http://example.com', { site: 'http://example.com/', loud: false }],
    ['check "example.com"', { site: 'https://example.com/', loud: false }],
    ['check https://example.com:8080/a?b=c:d', { site: 'https://example.com:8080/a?b=c:d', loud: false }],
  ])('reads “%s”', (words, values) => expect(read(check, words)).toEqual({ values }));

  it.each([
    ['remind me in 2 minutes to stretch', 'stretch', '2026-06-10T12:02:00Z'],
    ['remind me to stretch in 2 minutes', 'stretch', '2026-06-10T12:02:00Z'],
    ['remind me to call my mom tomorrow at 9', 'call my mom', '2026-06-11T07:00:00Z'],
    ['remind me call mom at 5', 'call mom', '2026-06-10T15:00:00Z'],
    ['remind me tomorrow to go to bed', 'go to bed', '2026-06-11T07:00:00Z'],
    ['remind me to take the 5 to London at 9', 'take the 5 to London', '2026-06-10T19:00:00Z'],
    ['remind me to pay by friday', 'pay', '2026-06-12T07:00:00Z'],
    ['remind stretch in 2 minutes', 'stretch', '2026-06-10T12:02:00Z'],
    ['remind --what "buy milk" --when tomorrow at 9', 'buy milk', '2026-06-11T07:00:00Z'],
    ['Remind me, in 2 minutes, to stretch', 'stretch', '2026-06-10T12:02:00Z'],
    ['remind me: stretch in 2 minutes', 'stretch', '2026-06-10T12:02:00Z'],
    ['remind me 5pm: stretch', 'stretch', '2026-06-10T15:00:00Z'],
    ['remind me to stretch in 2 minutes please', 'stretch', '2026-06-10T12:02:00Z'],
    ['remind me in 2 minutes: stretch', 'stretch', '2026-06-10T12:02:00Z'],
    ['remind me to stretch, in 2 minutes', 'stretch', '2026-06-10T12:02:00Z'],
    ['remind me "in 2 minutes" to stretch', 'stretch', '2026-06-10T12:02:00Z'],
    ['remind me to say "see you tomorrow at 9" in 2 minutes', 'say "see you tomorrow at 9"', '2026-06-10T12:02:00Z'],
    ['remind me in 2 minutes to say “until tomorrow”', 'say “until tomorrow”', '2026-06-10T12:02:00Z'],
    ['remind me tomorrow at 9 that the meeting is at 10', 'that the meeting is at 10', '2026-06-11T07:00:00Z'],
    ['remind when:"tomorrow at 9" what:buy milk', 'buy milk', '2026-06-11T07:00:00Z'],
  ])('divides “%s”', (words, what, when) => expect(read(remind, words)).toEqual({ values: { what, when: at(when) } }));

  it('reads by name what is named, though a phrase would take the whole', () => {
    expect(read(remind, 'remind me --when tomorrow at 9 --what to fly')).toEqual({ values: { what: 'to fly', when: at('2026-06-11T07:00:00Z') } });
    expect(read(remind, 'remind me to ask what: is love tomorrow at 9')).toEqual({
      values: { what: 'ask what: is love', when: at('2026-06-11T07:00:00Z') },
    });
  });

  it('asks for what is missing, in the order of the parameters', () => {
    expect(read(check, 'check')).toEqual({ missing: 'site', ask: 'Which address?' });
    expect(read(remind, 'remind me')).toEqual({ missing: 'what', ask: 'Of what?' });
    expect(read(remind, 'remind me to call my mom')).toEqual({ missing: 'when', ask: 'When?' });
    expect(read(remind, 'remind me in 2 minutes')).toEqual({ missing: 'what', ask: 'Of what?' });
    for (const words of ['remind me at 5', 'remind me to in 2 minutes', 'remind me to'])
      expect(read(remind, words)).toEqual({ missing: 'what', ask: 'Of what?' });
  });

  it('finds the time at the end of the longest text', () => {
    const what = 'so '.repeat(1_200).trim();
    for (const when of ['in 2 minutes', '2 minutes from now'])
      expect(read(remind, `remind me to ${what} ${when}`)).toEqual({ values: { what, when: at('2026-06-10T12:02:00Z') } });
    expect(read(remind, `remind me to ${what} an hour before noon`)).toEqual({ values: { what, when: at('2026-06-11T09:00:00Z') } });
  });

  it('takes no time out of quotes', () => {
    expect(read(remind, 'remind me to say "see you tomorrow at 9"')).toEqual({ missing: 'when', ask: 'When?' });
    expect(read(remind, 'remind me to say “until friday”')).toEqual({ missing: 'when', ask: 'When?' });
  });

  it('goes on with the answer to a question, whatever the first words were', () => {
    expect(read(remind, 'remind me to call my mom', { when: 'at 5' })).toEqual({ values: { what: 'call my mom', when: at('2026-06-10T15:00:00Z') } });
    expect(read(remind, 'remind me in 2 minutes', { what: 'stretch' })).toEqual({ values: { what: 'stretch', when: at('2026-06-10T12:02:00Z') } });
    expect(read(check, 'check this one', { site: 'example.com' })).toMatchObject({ values: { site: 'https://example.com/' } });
  });

  it('says what does not fit, with the words given', () => {
    expect(read(check, 'check foo')).toMatchObject({ invalid: 'site', given: 'foo', error: expect.stringContaining('“foo”') });
    expect(read(remind, 'remind me every day at 9 to stretch')).toMatchObject({ invalid: 'when', error: expect.stringContaining('repeats') });
    expect(read(note, 'note garden roses')).toMatchObject({ invalid: 'list', error: expect.stringContaining('home or work') });
  });

  it('drops no word silently: one too many is an error', () => {
    expect(read(check, 'check a.com b.com')).toMatchObject({ invalid: 'site', given: 'a.com b.com' });
  });

  it('gives the rest to the last parameter of several words, as it stood', () => {
    expect(read(note, 'note home roses  and\nthe "big" tree')).toEqual({ values: { list: 'home', body: 'roses  and\nthe "big" tree' } });
    expect(read(note, 'note home “roses and tulips”')).toEqual({ values: { list: 'home', body: 'roses and tulips' } });
    expect(read(note, "note work don't panic")).toEqual({ values: { list: 'work', body: "don't panic" } });
    expect(read(note, 'note work "never closed')).toEqual({ values: { list: 'work', body: '"never closed' } });
  });

  it('takes arguments by name alone, and only those the command has', () => {
    expect(parseArguments(check, { args: { site: 'example.com', nonsense: 'x', __proto__: 'y' } }, context)).toEqual({
      values: { site: 'https://example.com/', loud: false },
    });
    expect(parseArguments(check, {}, context)).toEqual({ missing: 'site', ask: 'Which address?' });
  });

  it('reads back what its buttons print', () => {
    fc.assert(
      fc.property(fc.webUrl(), fc.integer(), fc.boolean(), (site, times, loud) => {
        const values = { site: new URL(site).href, times, loud };
        expect(parseArguments(check, { args: check.with(values).args }, context)).toEqual({ values });
      }),
    );
  });

  it('answers any words, and soon', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (words) => {
        for (const definition of [check, remind, note]) expect(Object.keys(read(definition, words)).length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
    const began = performance.now();
    for (const unit of ['"a ', "' ", 'a:', '--site ', '“” ', ' ', 'to ', 'in 1 ', 'remind me '])
      read(remind, `remind me ${unit.repeat(4_000 / unit.length)}`);
    expect(performance.now() - began).toBeLessThan(4_000);
  });
});

describe('values that are each right and do not go together', () => {
  const book = command({
    name: 'book',
    summary: 'Book a room',
    params: { from: integer(), to: integer(), loud: yesNo({ default: false }) },
    check: ({ from, to }) => (from < to ? undefined : `${to} should be after ${from}.`),
    run: () => undefined,
  });

  it('are told so, and the last one given is asked for anew', () => {
    expect(read(book, 'book 5 3')).toEqual({ invalid: 'to', error: '3 should be after 5.', given: '3' });
    expect(read(book, 'book 3 5')).toEqual({ values: { from: 3, to: 5, loud: false } });
  });

  it('are not looked at before all are there', () => expect(read(book, 'book 5')).toMatchObject({ missing: 'to' }));

  it('are asked for in the language of the person', () =>
    expect(parseArguments(book, { text: 'book 5' }, { ...context, locale: 'de' })).toEqual({ missing: 'to', ask: 'Welche Zahl?' }));
});
