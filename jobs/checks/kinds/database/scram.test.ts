import { expect, it } from 'vitest';
import { scram } from './scram.ts';

// RFC 7677, 3.
const serverFirst = 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096';
const asked = () => scram('pencil', { user: 'user', nonce: 'rOprNGfwEbeRWgbNEkqO' });

it('proves the password as the RFC shows, and checks that the server knows it', async () => {
  const one = asked();
  expect(one.first).toBe('n,,n=user,r=rOprNGfwEbeRWgbNEkqO');
  expect(await one.final(serverFirst)).toBe(
    'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
  );
  one.check('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=');
  expect(() => one.check('v=AAAATRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')).toThrow('odd_sign_in');
});

it.each([
  ['a nonce that is not ours', 'r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'],
  ['more rounds than anybody needs', serverFirst.replace('4096', '4294967295')],
  ['nothing', ''],
])('does not go on for %s', async (_, first) => {
  await expect(asked().final(first)).rejects.toThrow('odd_sign_in');
});
