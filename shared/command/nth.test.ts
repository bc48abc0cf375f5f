import { expect, it } from 'vitest';
import { nthOf } from './nth.ts';

it.each([
  ['the first one', 1],
  ['second', 2],
  ['The third reminder', 3],
  ['3rd', 3],
  ['number two', 2],
  ['number 3', 3],
  ['#1', 1],
  ['the last one', 3],
  ['the fourth', undefined],
  ['number zero', undefined],
  ['two', undefined],
  ['call the second shop', undefined],
  ['', undefined],
])('“%s” of three is %s', (words, nth) => expect(nthOf(words, 3)).toBe(nth));

it('none is the last of nothing', () => expect(nthOf('the last one', 0)).toBeUndefined());
