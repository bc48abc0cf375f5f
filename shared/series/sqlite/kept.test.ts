import { join } from 'node:path';
import { expect, it } from 'vitest';
import { upToDate } from '../../sqlite/database.ts';
import { newFolder, silent } from '../../sqlite/open.contract.ts';
import { batchOf } from '../batch.ts';
import { dayMs } from '../day.ts';
import { KeptSeries } from './kept.ts';
import { seriesFile, seriesSchema } from './schema.ts';

const names = Array.from({ length: 1_500 }, (_, i) => `check:${i}`);
const at = 100 * dayMs;
const batch = (round: number) => batchOf(names.map((series) => ({ series, at: at + round * 1_000, forMs: 1_000, state: 'up' })));

/** Ends where it stands: what a process leaves that was killed. */
function dyingAt(steps: number) {
  const path = join(newFolder(), seriesFile);
  const open = () => new KeptSeries(upToDate(path, silent, seriesSchema), 7 * dayMs);
  const kept = open();
  kept.append(batch(0));
  for (let i = 0; i < steps; i++) kept.sweep(at, i === 0);
  kept.append(batch(1));
  kept.drop('check:7');
  kept.append(batch(2));
  return open();
}

it.each([0, 1, 2, 3, 4])('loses nothing and counts nothing twice when it dies %d steps into a sweep', (steps) => {
  const kept = dyingAt(steps);
  const up = (name: string) => kept.read(name, at, at + dayMs, 1, at)[0]?.stateMs.up;
  const all = () => ['check:0', 'check:7', 'check:1000', 'check:1499'].map(up);
  expect(all()).toEqual([3_000, 1_000, 3_000, 3_000]);
  for (let begins = true; kept.sweep(at, begins); begins = false);
  expect(all()).toEqual([3_000, 1_000, 3_000, 3_000]);
});

it('keeps what there is when a clock is years ahead for some sweeps', () => {
  const kept = new KeptSeries(upToDate(join(newFolder(), seriesFile), silent, seriesSchema), 7 * dayMs);
  const sweepAt = (now: number) => {
    for (let begins = true; kept.sweep(now, begins); begins = false);
  };
  kept.append(batchOf([{ series: 'a', at, forMs: 1_000, state: 'up', ms: 5 }]));
  sweepAt(at + dayMs);
  for (let i = 0; i < 5; i++) sweepAt(at + 5_000 * dayMs);
  expect(kept.read('a', at, at + dayMs, 1, at + 5_000 * dayMs)[0]?.stateMs.up).toBe(0);
  expect(kept.read('a', at, at + dayMs, 1, at + dayMs)[0]).toMatchObject({ stateMs: { up: 1_000 } });
});
