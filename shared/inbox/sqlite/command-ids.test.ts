import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import type { CommandId } from '../../command/command.ts';
import { StorageFailed } from '../../errors.ts';
import type { Database } from '../../sqlite/database.ts';
import { type ManualClock, settle } from '../../timers/manual-clock.ts';
import type { Inbox } from '../inbox.ts';
import { done, newCommand, working } from '../subject.contract.ts';
import { openSqlite } from './subject.contract.ts';

/** Ids as the product makes them: in no order. */
const idOf = (n: number) => createHash('sha256').update(String(n)).digest('base64url').slice(0, 22) as CommandId;

async function acceptAll(inbox: Inbox, clock: ManualClock, from: number, to: number): Promise<number> {
  let fresh = 0;
  for (let n = from; n < to; n += 500) {
    const some = Array.from({ length: Math.min(500, to - n) }, (_, i) => inbox.accept(newCommand(clock, { id: idOf(n + i) })));
    fresh += (await Promise.all(some)).filter((accepted) => !accepted.known).length;
  }
  return fresh;
}

const indexed = (database: Database) => Number(database.prepare('SELECT count(*) AS n FROM command_ids').get()?.n);
const markOf = (database: Database) => Number(database.prepare('SELECT n FROM command_ids_mark').get()?.n);

it('knows each id whether it is in the index, on its way or not yet, also after a restart at any of these', { timeout: 60_000 }, async () => {
  const subject = await openSqlite();
  const { clock } = subject;
  let { inbox } = subject;
  const phases = new Set<string>();
  let accepted = 0;
  for (const next of [10_000, 17_000, 17_500, 34_000]) {
    expect(await acceptAll(inbox, clock, accepted, next)).toBe(next - accepted);
    accepted = next;
    // Time enough for the index to be complete, or not.
    if (next === 17_500) await settle(150);
    const inIndex = indexed(subject.database());
    phases.add(inIndex === 0 ? 'none' : inIndex === markOf(subject.database()) ? 'whole' : 'partly');
    inbox = await subject.crash();
    expect(await acceptAll(inbox, clock, 0, accepted)).toBe(0);
  }
  expect(phases).toEqual(new Set(['none', 'partly', 'whole']));
  for (const n of [0, 17_777, 33_999]) expect((await inbox.read(idOf(n)))?.command.id).toBe(idOf(n));
  expect(await inbox.read(idOf(34_001))).toBeNull();
  await subject.close();
});

it('gives the id of what retention took away to a new command, and the right record to each', { timeout: 60_000 }, async () => {
  const subject = await openSqlite();
  const { clock } = subject;
  let { inbox } = subject;
  // So many that the index has followed.
  await acceptAll(inbox, clock, 0, 16_500);
  let left = 1_000;
  const worker = working(
    inbox,
    () => {
      left--;
      return done;
    },
    { concurrency: 500 },
  );
  while (left > 0) await clock.advance(10);
  await worker.stop();
  const ended = 16_500 - (await inbox.depth()).waiting.interactive.count;
  await clock.jump(1_000_000);
  let swept = 0;
  for (let i = 0; i < 10; i++) swept += await inbox.sweep(clock.now(), 500);
  expect(swept).toBe(ended);
  expect(await inbox.read(idOf(1))).toBeNull();
  // Rows are numbered on, not anew: an entry that outlived its row must not lead to another's.
  inbox = await subject.crash();
  expect(await acceptAll(inbox, clock, 100, 200)).toBe(100);
  inbox = await subject.crash();
  expect(await acceptAll(inbox, clock, 100, 200)).toBe(0);
  expect((await inbox.read(idOf(150)))?.command.id).toBe(idOf(150));
  expect(await inbox.read(idOf(1))).toBeNull();
  await subject.close();
});

it('makes one command of one id within a group, also when the group has to be taken apart', async () => {
  const subject = await openSqlite();
  const { inbox, clock } = subject;
  const command = newCommand(clock);
  const circular: unknown[] = [];
  circular.push(circular);
  const unkept = { ...newCommand(clock), raw: { args: circular as never } };
  const results = await Promise.allSettled([
    inbox.accept(command),
    inbox.accept(unkept),
    inbox.accept(command),
    inbox.accept({ ...command, trace: 'other' }),
  ]);
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value.known : 'refused'))).toEqual([false, 'refused', true, true]);
  expect(await inbox.read(unkept.id)).toBeNull();
  expect(await inbox.accept({ ...unkept, raw: {} })).toMatchObject({ known: false });
  await subject.close();
});

it('still knows an id whose group had to be taken apart in the moment in which the index began to follow', { timeout: 60_000 }, async () => {
  const subject = await openSqlite();
  const { inbox, clock } = subject;
  await acceptAll(inbox, clock, 0, 16_382);
  const circular: unknown[] = [];
  circular.push(circular);
  const [first, second] = [newCommand(clock), newCommand(clock)];
  const unkept = { ...newCommand(clock), raw: { args: circular as never } };
  await Promise.allSettled([inbox.accept(first), inbox.accept(second), inbox.accept(unkept)]);
  await settle(200);
  expect(indexed(subject.database())).toBeGreaterThan(16_000);
  for (const command of [first, second]) expect(await inbox.accept(command)).toMatchObject({ known: true, record: { command } });
  await subject.close();
});

it('knows a command that is on the disk although its acknowledgement failed', async () => {
  const subject = await openSqlite();
  const { inbox, clock } = subject;
  const first = newCommand(clock);
  const ghost = newCommand(clock);
  await inbox.accept(first);
  // As if its commit had happened and told of a failure: the row is there, and this process doesn't know.
  const disk = new DatabaseSync(subject.database().path);
  disk
    .prepare(
      'INSERT INTO commands SELECT n + 1, ?, priority, tenant, speaker, accepted_at, state, run_due, send_due, dead_at, ended_at, attempt, lease, delivery, sent, sends, ?, replies, waiting, woken, cancelled_by, reason, send_reason FROM commands',
    )
    .run(ghost.id, JSON.stringify(ghost));
  disk.close();
  subject.database().prepare('PRAGMA query_only = ON').run();
  await expect(inbox.accept(ghost)).rejects.toBeInstanceOf(StorageFailed);
  expect(await inbox.accept(ghost)).toMatchObject({ known: true, record: { command: { id: ghost.id } } });
  expect((await inbox.depth()).waiting.interactive.count).toBe(2);
  const worker = working(inbox, () => done);
  await clock.advance(5_000);
  expect(new Set(worker.seen.map((taken) => taken.record.command.id))).toEqual(new Set([first.id, ghost.id]));
  await worker.stop();
  await subject.close();
});
