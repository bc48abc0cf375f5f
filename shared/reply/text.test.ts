import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { link, marked, plain, shorten, spansOf, split } from './text.ts';

describe('marked', () => {
  it('reads marks in the template', () => {
    expect(marked`a *b* _c_ \`d\``).toEqual(['a ', { bold: 'b' }, ' ', { italic: 'c' }, ' ', { code: 'd' }]);
  });

  it('takes a value between two marks on, as it is', () => {
    expect(marked`*${'x_y_*z*'}* is up`).toEqual([{ bold: 'x_y_*z*' }, ' is up']);
  });

  it('never reads marks in a value', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(spansOf(marked`say ${value}`).every((span) => typeof span === 'string')).toBe(true);
        expect(plain(marked`say ${value}`)).toBe(`say ${value}`);
      }),
    );
  });

  it('keeps a link given as a value', () => {
    expect(marked`see ${link('docs', 'https://a.example')}`).toEqual(['see ', { link: 'docs', url: 'https://a.example' }]);
  });

  it('makes plain text of an address that no browser should follow', () => {
    expect(link('click', 'javascript:alert(1)')).toBe('click');
  });
});

describe('split', () => {
  it('loses nothing but white space at the cuts, and keeps each part within the limit', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '. ', '😀', 'ü'), maxLength: 300 }),
        fc.integer({ min: 2, max: 40 }),
        (text, max) => {
          const parts = split(text, max);
          expect(parts.every((part) => part.length <= max)).toBe(true);
          expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        },
      ),
    );
  });

  it('never cuts a surrogate pair', () => {
    for (const part of split('😀'.repeat(50), 7)) expect(part.isWellFormed()).toBe(true);
  });

  it.each([
    ['first paragraph\n\nsecond', 17, ['first paragraph', 'second']],
    ['one line\nanother', 11, ['one line', 'another']],
    ['A sentence. More of it', 14, ['A sentence.', 'More of it']],
    ['some words here', 11, ['some words', 'here']],
    ['', 5, ['']],
  ])('cuts %j at %d where a reader would', (text, max, parts) => {
    expect(split(text, max)).toEqual(parts);
  });
});

it('shortens to the limit with an ellipsis, never through a character', () => {
  expect(shorten('abcdef', 4)).toBe('abc…');
  expect(shorten('abc', 3)).toBe('abc');
  expect(shorten('ab😀cd', 4).isWellFormed()).toBe(true);
});
