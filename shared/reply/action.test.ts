import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pressOf, shortToken, tokenOf } from './action.ts';

const names = fc.stringMatching(/^[a-z][a-z0-9_]{0,9}$/);

it('a token gives back command, arguments and nonce, whatever they hold', () => {
  fc.assert(
    fc.property(names, fc.dictionary(names, fc.string()), fc.boolean(), (command, args, once) => {
      const press = pressOf(tokenOf({ label: 'x', command, args: { ...args }, once }, 'n1.0'));
      expect(press).toEqual({ command, args: { ...args }, ...(once ? { nonce: 'n1.0' } : {}) });
    }),
  );
});

it('reads any text without throwing, and answers null for what no button holds', () => {
  fc.assert(fc.property(fc.string(), (text) => void pressOf(text)));
  expect(pressOf('')).toBeNull();
  expect(pressOf('|a=1')).toBeNull();
  expect(pressOf('check|a')).toBeNull();
});

it('an argument named __proto__ stays an argument', () => {
  const args = JSON.parse('{"__proto__":"x"}');
  const press = pressOf(tokenOf({ label: 'x', command: 'check', args }, ''));
  expect(Object.getPrototypeOf(press?.args)).toBe(Object.prototype);
  expect(Object.entries(press?.args ?? {})).toEqual([['__proto__', 'x']]);
});

it('a short token is short and follows from the long one', () => {
  expect(shortToken('x'.repeat(999))).toHaveLength(23);
  expect(shortToken('a')).toBe(shortToken('a'));
  expect(shortToken('a')).not.toBe(shortToken('b'));
});
