import { expect, it } from 'vitest';
import type { Database } from '../../sqlite/database.ts';
import type { Outcome } from '../inbox.ts';
import { done, idsOf, newCommand, working } from '../subject.contract.ts';
import { FreshRows } from './fresh-rows.ts';
import { openSqlite } from './subject.contract.ts';

const markOf = (database: Database) => Number(database.prepare('SELECT n FROM commands_fresh_mark').get()?.n);
/** As if the index of the ids had followed up to here. */
const index = (database: Database, upTo: number) =>
  database
    .write(() => {
      database.prepare('INSERT OR REPLACE INTO command_ids SELECT id, n FROM commands WHERE n <= ?').run(upTo);
      database.prepare('UPDATE command_ids_mark SET n = ?').run(upTo);
    })
    .then(() => new FreshRows(database).follow());

it('finds what nobody took again after a restart, wherever its mark stands, and one that was woken below it', async () => {
  const subject = await openSqlite();
  const { clock } = subject;
  const commands = Array.from({ length: 400 }, () => newCommand(clock));
  await Promise.all(commands.map((command) => subject.inbox.accept(command)));
  await index(subject.database(), 380);
  expect(markOf(subject.database())).toBe(0);

  let inbox = await subject.crash();
  expect((await inbox.depth()).waiting.interactive.count).toBe(400);
  // The first waits for an input, the others end; some are left.
  const waits: Outcome = { state: 'waiting', for: 'input', until: clock.now() + 3_600_000, replies: [] };
  const first = working(inbox, () => (first.seen.length === 1 ? waits : done), { concurrency: 50 });
  while (first.seen.length < 300) await clock.advance(1);
  await first.stop();
  const taken = first.seen.length;
  expect(idsOf(first.seen)).toEqual(commands.slice(0, taken).map(({ id }) => id));
  await index(subject.database(), 380);
  expect(markOf(subject.database())).toBe(taken);
  const [woken = newCommand(clock)] = commands;
  expect(await inbox.wake(woken.id, 'yes')).toBe(true);

  inbox = await subject.crash();
  const left = [woken, ...commands.slice(taken)];
  expect((await inbox.depth()).waiting.interactive.count).toBe(left.length);
  expect(await inbox.list({ openOf: { channel: 'slack', tenant: 'T1', user: 'U1' } }, 1_000)).toHaveLength(left.length);
  const second = working(inbox, () => done, { concurrency: 50 });
  while (second.seen.length < left.length) await clock.advance(1);
  await second.stop();
  expect(new Set(idsOf(second.seen))).toEqual(new Set(left.map(({ id }) => id)));

  // All have ended: it goes no further than the ids' mark, below which no new row will stand.
  await index(subject.database(), 380);
  expect(markOf(subject.database())).toBe(380);
  await subject.close();
});

it('is passed by commands whose process died inside: their leases are in the index', async () => {
  const subject = await openSqlite();
  const command = newCommand(subject.clock);
  await subject.inbox.accept(command, { lease: true });
  await index(subject.database(), 1);
  expect(markOf(subject.database())).toBe(1);
  const inbox = await subject.crash();
  const worker = working(inbox, () => done);
  await subject.clock.advance(10);
  expect(worker.seen.map(({ diedInside }) => diedInside)).toEqual([true]);
  await worker.stop();
  await subject.close();
});
