import { statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { settle } from '../../timers/manual-clock.ts';
import type { Inbox } from '../inbox.ts';
import { answer, delivering, done, newCommand, working } from '../subject.contract.ts';
import { openSqlite } from './subject.contract.ts';

const day = 86_400_000;

/** The file's size once everything that was committed is in it. */
function sizeOf(database: ReturnType<Awaited<ReturnType<typeof openSqlite>>['database']>): number {
  database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
  return statSync(database.path).size;
}

/** Until nothing can be run or sent any more. */
async function workedOff(inbox: Inbox): Promise<void> {
  for (;;) {
    const { waiting, running, undelivered } = await inbox.depth();
    if (waiting.interactive.count + running + undelivered === 0) return;
    await settle();
  }
}

it('stops growing at a constant load, once retention has begun', { timeout: 60_000 }, async () => {
  const subject = await openSqlite();
  const { inbox, clock } = subject;
  const worker = working(inbox, () => answer('x'.repeat(1_500)));
  const sender = delivering(inbox, () => ({ state: 'sent' }));
  const sizes: number[] = [];
  for (let today = 0; today < 40; today++) {
    await Promise.all(Array.from({ length: 200 }, () => inbox.accept(newCommand(clock))));
    await workedOff(inbox);
    await clock.jump(day);
    while ((await inbox.sweep(clock.now() - 10 * day, 500)) === 500);
    sizes.push(sizeOf(subject.database()));
  }
  const [settled, last] = [sizes[14] ?? 0, sizes[39] ?? 0];
  expect(settled).toBeGreaterThan(sizes[4] ?? 0);
  expect(last).toBeLessThanOrEqual(settled * 1.02);
  await Promise.all([worker.stop(), sender.stop()]);
  await subject.close();
});

it('gives room back to the disk after a flood, a little with each sweep', { timeout: 60_000 }, async () => {
  const subject = await openSqlite();
  const { inbox, clock } = subject;
  const worker = working(inbox, () => done);
  for (let i = 0; i < 10; i++)
    await Promise.all(Array.from({ length: 500 }, () => inbox.accept(newCommand(clock, { raw: { text: 'x'.repeat(3_000) } }))));
  await workedOff(inbox);
  const flooded = sizeOf(subject.database());
  await clock.jump(40 * day);
  for (let i = 0; i < 30; i++) await inbox.sweep(clock.now() - 30 * day, 500);
  expect(sizeOf(subject.database())).toBeLessThan(flooded / 2);
  await worker.stop();
  await subject.close();
});

it('is not stopped by thousands that wait for long at the old end', { timeout: 60_000 }, async () => {
  const subject = await openSqlite();
  const { inbox, clock } = subject;
  const worker = working(inbox, ({ record: { command } }) =>
    command.name === 'wait' ? { state: 'waiting', for: 'time', until: clock.now() + 400 * day, replies: [] } : done,
  );
  for (let i = 0; i < 12; i++) await Promise.all(Array.from({ length: 500 }, () => inbox.accept(newCommand(clock, { name: 'wait' }))));
  await Promise.all(Array.from({ length: 100 }, () => inbox.accept(newCommand(clock))));
  await workedOff(inbox);
  await clock.jump(40 * day);
  let swept = 0;
  for (let i = 0; i < 5; i++) swept += await inbox.sweep(clock.now() - 30 * day, 500);
  expect(swept).toBe(100);
  await worker.stop();
  await subject.close();
});
