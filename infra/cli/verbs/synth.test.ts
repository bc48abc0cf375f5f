import { expect, it } from 'vitest';
import { BellhopError } from '../../../shared/errors.ts';
import { synth } from './synth.ts';

const shell = { env: {}, out: () => {}, err: () => {}, input: process.stdin, isTerminal: false };

it('says which stages there are when asked for another', async () => {
  const failure = await synth.run(['beta'], shell, { json: false }).catch((cause) => cause);
  expect(failure).toBeInstanceOf(BellhopError);
  expect(`${failure.message} ${failure.hint}`).toMatch(/no stage "beta".*prod, test/);
});
