import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { limitsContract } from '../limits.contract.ts';
import { unkindLimits } from '../unkind.ts';
import { memoryLimits } from './limits.ts';

limitsContract('Limits in memory', async () => memoryLimits());

for (const seed of [1, 2, 3]) limitsContract(`Limits in memory, unkind ${seed},`, async () => unkindLimits(memoryLimits(), seed), { kind: false });

it('lets exactly `count` through in a window, at the first instant there is room', async () => {
  const limits = memoryLimits();
  const bucket = { key: 'C1', count: 3, perMs: 1_000 };
  for (const at of [0, 100, 200]) expect(await limits.take([bucket], at)).toBe(at);
  expect(await limits.take([bucket], 999)).toBe(1_000);
  expect(await limits.take([bucket], 1_000)).toBe(1_000);
  expect(await limits.take([bucket], 1_000)).toBe(1_100);
});

it('is not confused by a clock that is set back', async () => {
  const limits = memoryLimits();
  const bucket = { key: 'C1', count: 1, perMs: 1_000 };
  expect(await limits.take([bucket], 100_000)).toBe(100_000);
  expect(await limits.take([bucket], 50_000)).toBe(101_000);
  expect(await limits.take([bucket], 101_000)).toBe(101_000);
});

it('forgets keys that are idle: memory follows what is in use, not what was', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const limits = memoryLimits();
  const use = async (round: number) => {
    for (let i = 0; i < 5_000; i++) await limits.take([{ key: `conversation-${round}-${i}`, count: 20, perMs: 60_000 }], round * 100_000);
    collect();
    return process.memoryUsage().heapUsed;
  };
  for (let round = 0; round < 3; round++) await use(round);
  const before = await use(3);
  for (let round = 4; round < 20; round++) await use(round);
  // Sixteen rounds of 5,000 keys, kept, would be more than 15 MB.
  expect((await use(20)) - before).toBeLessThan(3_000_000);
});
