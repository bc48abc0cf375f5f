import { expect, it } from 'vitest';
import { Refusal } from '../errors.ts';
import { allowList } from './allow.ts';
import { guardedLookup, type Resolve, resolveAllowed } from './lookup.ts';

const none = allowList('');
const answering =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

it('answers the public addresses of a name and keeps the others back', async () => {
  expect(await resolveAllowed('a.example', 80, none, answering('10.0.0.1', '1.1.1.1', '::1'))).toEqual([{ address: '1.1.1.1', family: 4 }]);
});

it('refuses a name with inner addresses alone, and says who can allow it', async () => {
  const refused = await resolveAllowed('a.example', 80, none, answering('10.0.0.1')).catch((error) => error);
  expect(refused).toBeInstanceOf(Refusal);
  expect(refused.message).toBe('a.example leads to a private address (10.0.0.1), and I only reach out to public addresses.');
  expect(refused.hint).toContain('BELLHOP_ALLOW_HOSTS');
});

it('says that a name without any address has none', async () => {
  await expect(resolveAllowed('a.example', 80, none, answering())).rejects.toThrow('a.example has no address.');
});

it('judges an address that is given as such without resolving', async () => {
  const never: Resolve = () => Promise.reject(new Error('asked'));
  await expect(resolveAllowed('[::ffff:7f00:1]', 80, none, never)).rejects.toBeInstanceOf(Refusal);
  expect(await resolveAllowed('1.1.1.1', 80, none, never)).toEqual([{ address: '1.1.1.1', family: 4 }]);
});

it('serves sockets and agents: one address, all, or the refusal', async () => {
  const ask = (resolve: Resolve, options: { all?: boolean; family?: 4 | 6 }) =>
    new Promise((done) => guardedLookup(80, none, resolve)('a.example', options, (error, address, family) => done(error ?? [address, family])));
  expect(await ask(answering('10.0.0.1', '1.1.1.1'), {})).toEqual(['1.1.1.1', 4]);
  expect(await ask(answering('1.1.1.1'), { all: true })).toEqual([[{ address: '1.1.1.1', family: 4 }], undefined]);
  expect(await ask(answering('1.1.1.1'), { family: 6 })).toMatchObject({ code: 'ENOTFOUND' });
  expect(await ask(answering('127.0.0.1'), {})).toBeInstanceOf(Refusal);
});
