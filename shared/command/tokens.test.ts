import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tokensOf } from './tokens.ts';

it.each([
  ['a  b', ['a', 'b']],
  ['"a b" c', ['a b', 'c']],
  ["'a b' c", ['a b', 'c']],
  ['“a b” „c d“ «e f»', ['a b', 'c d', 'e f']],
  ["don't 'stop", ["don't", "'stop"]],
  ['say "a" b" c', ['say', 'a', 'b"', 'c']],
  ['""', ['""']],
])('cuts %s', (line, values) => expect(tokensOf(line).map((token) => token.value)).toEqual(values));

it.each([
  ['site:x', 'site', 'x'],
  ['site:"x y"', 'site', 'x y'],
  ['--site=x', 'site', 'x'],
  ['--site="x y"', 'site', 'x y'],
  ['site:', 'site', ''],
])('sees the name in %s', (line, name, value) => expect(tokensOf(line)).toMatchObject([{ name, value }]));

it('takes a=b for a word, not for a name', () => expect(tokensOf('a=b')[0]).not.toHaveProperty('name'));

it('loses nothing but the white space at the end', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '"', "'", '“', '”', ':', '-', '\n'), maxLength: 60 }), (line) => {
      const put = tokensOf(line)
        .map((token) => token.gap + token.raw)
        .join('');
      expect(line.startsWith(put)).toBe(true);
      expect(line.slice(put.length).trim()).toBe('');
    }),
  );
});
