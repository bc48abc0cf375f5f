import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PersonId } from '../people/person.ts';
import { countOf, madeBy, pressOf, shortNonce, shortToken, tokenOf } from './action.ts';

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

it.each([
  ['once', { once: true }],
  ['each', { once: 'each' }],
  ['many', { only: 'slack/T1/U1' as PersonId }],
  ['many', { forMs: 60_000 }],
] as const)('one that counts %s says so by its nonce, also where the store keeps it, and where it was made', (count, options) => {
  const token = tokenOf({ label: 'x', command: 'check', args: {}, ...options }, 'abc-_1.2.3');
  const nonce = pressOf(token)?.nonce ?? '';
  expect(countOf(nonce)).toBe(count);
  expect(madeBy(nonce)).toEqual({ command: 'abc-_1', reply: 2, action: 3 });
  expect(countOf(shortNonce(shortToken(token)))).toBe(count);
  expect(shortNonce(shortToken('check'))).toBeUndefined();
});

it('a nonce of no message names none', () => {
  for (const nonce of ['', 'n1', 'a.1', '.1.2', 'a.1.x', `${'a'.repeat(101)}.1.2`]) expect(madeBy(nonce)).toBeNull();
});

it('a short token is short and follows from the long one', () => {
  expect(shortToken('x'.repeat(999))).toHaveLength(23);
  expect(shortToken('a')).toBe(shortToken('a'));
  expect(shortToken('a')).not.toBe(shortToken('b'));
});
