import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOf, phraseIndex, slotsOf, wordsOf } from './phrase.ts';

describe('a phrase', () => {
  it.each([
    ['is {site} up', 'Is example.com up?', { site: 'example.com' }],
    ['is {site} up', 'is my best site up', { site: 'my best site' }],
    ['is {site} up', 'is what goes up up', { site: 'what goes up' }],
    ['is {site} up', 'is up', null],
    ['is {site} up', 'is example.com down', null],
    ['check {site}', 'check  example.com .', { site: 'example.com' }],
    ['check {site}', 'check', null],
    ['remind me {when} to {what}', 'remind me in 2 minutes to go to bed', { when: 'in 2 minutes', what: 'go to bed' }],
    ['remind me {when} to {what}', 'remind me tomorrow', null],
    ['remind me to {what} {when}', 'remind me to stretch tomorrow', { 'what+when': 'stretch tomorrow' }],
    ['help me', 'HELP ME!', {}],
    ['help me', 'help me now', null],
    ['{name} is here', 'Ada is here', { name: 'Ada' }],
    ['say {what}', 'say wait...', { what: 'wait...' }],
  ])('“%s” holds of “%s”: %j', (phrase, text, slots) => expect(slotsOf(partsOf(phrase), text)).toEqual(slots));

  it('gives back what was put into its slots', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,8}$/).filter((w) => w !== 'to');
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), fc.array(word, { minLength: 1, maxLength: 5 }), (a, b) => {
        const [when, what] = [a.join(' '), b.join(' ')];
        expect(slotsOf(partsOf('do {when} to {what}'), `do ${when} to ${what}`)).toEqual({ when, what });
      }),
    );
  });

  it('fits or not in time that grows with the text alone', () => {
    const parts = partsOf('a {x} a {y} a {z} b');
    const began = performance.now();
    for (let i = 0; i < 200; i++) slotsOf(parts, 'a '.repeat(2_000));
    expect(performance.now() - began).toBeLessThan(4_000);
  });
});

it('words stand where they say, and past 200 the rest is one', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      for (const { word, start, end } of wordsOf(text)) expect(text.slice(start, end)).toBe(word);
    }),
  );
  expect(wordsOf('a '.repeat(500))).toHaveLength(201);
});

describe('an index of phrases', () => {
  const index = phraseIndex([
    { phrase: 'remind me {what}', value: 'rough' },
    { phrase: 'remind me {when} to {what}', value: 'fine' },
    { phrase: '{who} is here', value: 'slot first' },
    { phrase: 'is {site} up', value: 'up' },
  ]);

  it.each([
    ['remind me at 5 to go', 'fine'],
    ['remind me later', 'rough'],
    ['Ada is here', 'slot first'],
    ['Is it up?', 'up'],
    ['nothing of this', undefined],
    ['', undefined],
  ])('finds for “%s”: %s', (text, value) => expect(index.find(text)).toBe(value));
});
