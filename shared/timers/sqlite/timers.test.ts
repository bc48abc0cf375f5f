import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../../sqlite/database.ts';
import { manualClock } from '../manual-clock.ts';
import { type TimersSubject, timersContract } from '../timers.contract.ts';
import { unkindTimers } from '../unkind.ts';
import { sqliteTimers } from './timers.ts';

const silent = { info() {}, warn() {}, error() {} };

async function open(): Promise<TimersSubject> {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-timers-'));
  const clock = manualClock();
  let database = openDatabase(folder, { clock, log: silent });
  const timers = () => sqliteTimers(database, { clock, alarm: clock });
  return {
    timers: timers(),
    clock,
    async crash() {
      database.close();
      database = openDatabase(folder, { clock, log: silent });
      return timers();
    },
    async close() {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

timersContract('The embedded timers', open);

for (const seed of [1, 2, 3]) {
  timersContract(
    `The embedded timers, unkind ${seed},`,
    async () => {
      const subject = await open();
      return {
        ...subject,
        timers: unkindTimers(subject.timers, seed),
        crash: async () => unkindTimers(await subject.crash(), seed + 100),
      };
    },
    { kind: false },
  );
}

it('fire on time among a hundred thousand, and take little time for it', async () => {
  const { timers, clock, close } = await open();
  for (let i = 0; i < 100_000; i += 1_000) {
    await Promise.all(Array.from({ length: 1_000 }, (_, j) => timers.arm(`t${i + j}`, 1, clock.now() + 3_600_000 + (i + j) * 1_000)));
  }
  const over = new AbortController();
  const fired: string[] = [];
  const ended = timers.consume(async ({ id }) => void fired.push(id), { signal: over.signal });
  await clock.advance(3_600_000);
  const before = performance.now();
  await clock.advance(100_000);
  expect(fired).toHaveLength(101);
  expect((performance.now() - before) / 100).toBeLessThan(20);
  over.abort();
  await ended;
  await close();
});
