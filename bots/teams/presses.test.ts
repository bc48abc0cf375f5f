import { beforeEach, expect, it } from 'vitest';
import { presses } from './presses.ts';

let now = 0;
let press: ReturnType<typeof presses>;
beforeEach(() => {
  now = 1_000_000;
  press = presses({ now: () => now });
});
const button = { conversation: '19:c', card: 'card-1', person: 'ann', token: 'check' };
const told = (id: string, over: Partial<typeof button> = {}) => press({ ...button, ...over, id });

it('a press made again once the first was answered is another press, however soon', () => {
  const first = told('i1');
  now += 3_000;
  first.kept();
  expect(told('i2').key).not.toBe(first.key);
});

it('a press told again under a new id while the first is being kept is the first', () => {
  const first = told('i1');
  now += 5_000;
  expect(told('i2').key).toBe(first.key);
  now += 5_000;
  expect(told('i3').key).toBe(first.key);
});

it('a press told again after it was kept too late to be answered is the first, and from its answer on the next is another', () => {
  const first = told('i1');
  now += 7_000;
  first.kept();
  const again = told('i2');
  expect(again.key).toBe(first.key);
  again.kept();
  expect(told('i3').key).not.toBe(first.key);
});

it('a press that could not be kept is over after a minute', () => {
  const first = told('i1');
  now += 61_000;
  expect(told('i2').key).not.toBe(first.key);
});

it.each([['conversation'], ['card'], ['person'], ['token']] as const)('a press with another %s is another press', (what) => {
  expect(told('i2', { [what]: 'other' }).key).not.toBe(told('i1').key);
});

it('the same id is the same press, whatever this process remembers', () => {
  expect(presses({ now: () => now })({ ...button, id: 'i1' }).key).toBe(told('i1').key);
});

it('remembers a bounded number of presses, the youngest', () => {
  const first = told('i1');
  for (let n = 0; n < 999; n++) told(`x${n}`, { token: `${n}` });
  expect(told('i2').key).toBe(first.key);
  told('y', { token: 'one more' });
  expect(told('i3').key).not.toBe(first.key);
});
