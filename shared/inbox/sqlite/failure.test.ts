import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { StorageFailed } from '../../errors.ts';
import { answer, delivering, done, eventually, newCommand, recordOf, working } from '../subject.contract.ts';
import { openSqlite } from './subject.contract.ts';

const pagesOf = (database: { prepare: DatabaseSync['prepare'] | ReturnType<Awaited<ReturnType<typeof openSqlite>>['database']>['prepare'] }) =>
  Number(database.prepare('PRAGMA page_count').get()?.page_count);

async function withFullDisk() {
  const subject = await openSqlite();
  const database = subject.database();
  const big = 'x'.repeat(6_000);
  return {
    ...subject,
    big,
    fill: () => void database.prepare(`PRAGMA max_page_count = ${pagesOf(database)}`).get(),
    empty: () => void database.prepare('PRAGMA max_page_count = 1000000').get(),
  };
}

describe('with a full disk', () => {
  it('accepts nothing, keeps what it has, and accepts again when there is room', async () => {
    const subject = await withFullDisk();
    const { inbox, clock } = subject;
    const before = newCommand(clock);
    await inbox.accept(before);
    subject.fill();
    const refused = Array.from({ length: 5 }, () => newCommand(clock, { raw: { text: subject.big } }));
    for (const result of await Promise.allSettled(refused.map((command) => inbox.accept(command)))) {
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(StorageFailed) });
    }
    expect(await recordOf(inbox, before)).toMatchObject({ state: 'accepted' });
    for (const command of refused) expect(await inbox.read(command.id)).toBeNull();
    expect((await inbox.depth()).waiting.interactive.count).toBe(1);
    subject.empty();
    for (const command of refused) expect(await inbox.accept(command)).toEqual({ known: false });
    const worker = working(inbox, () => done);
    await eventually(subject, async () => expect((await inbox.depth()).waiting.interactive.count).toBe(0));
    expect(worker.seen).toHaveLength(6);
    await worker.stop();
    await subject.close();
  });

  it('keeps the outcome of what was running until there is room, and does not run it again', async () => {
    const subject = await withFullDisk();
    const { inbox, clock } = subject;
    const command = newCommand(clock);
    let end = () => {};
    const worker = working(inbox, async () => {
      await new Promise<void>((resolve) => (end = resolve));
      return answer(subject.big);
    });
    await inbox.accept(command);
    await eventually(subject, () => expect(worker.seen).toHaveLength(1));
    subject.fill();
    end();
    await clock.advance(120_000);
    expect((await recordOf(inbox, command)).state).toBe('running');
    subject.empty();
    await clock.advance(2_000);
    expect(await recordOf(inbox, command)).toMatchObject({ state: 'done', attempt: 1 });
    expect(worker.seen).toHaveLength(1);
    await worker.stop();
    await subject.close();
  });

  it('keeps in mind what was sent until there is room, and does not send it again', async () => {
    const subject = await withFullDisk();
    const { inbox, clock } = subject;
    const command = newCommand(clock);
    let end = () => {};
    const worker = working(inbox, () => answer('up'));
    const sender = delivering(inbox, async () => {
      await new Promise<void>((resolve) => (end = resolve));
      return { state: 'later', at: clock.now() + 60_000, reason: subject.big, sent: 1, counts: true };
    });
    await inbox.accept(command);
    await eventually(subject, () => expect(sender.seen).toHaveLength(1));
    subject.fill();
    end();
    await clock.advance(30_000);
    expect((await recordOf(inbox, command)).delivery).toMatchObject({ sent: 0 });
    subject.empty();
    await clock.advance(2_000);
    expect((await recordOf(inbox, command)).delivery).toMatchObject({ sent: 1, attempts: 1 });
    expect(sender.seen).toHaveLength(1);
    await worker.stop();
    await clock.advance(61_000);
    end();
    await sender.stop();
    await subject.close();
  });
});

describe('with a database that takes no change for a while', () => {
  it('hands out what it had at hand when it can again', async () => {
    const subject = await openSqlite();
    const { inbox, clock } = subject;
    for (let i = 0; i < 20; i++) await inbox.accept(newCommand(clock));
    // The connection that can't write is exchanged after the first failure: so it heals by itself.
    subject.database().prepare('PRAGMA query_only = ON').run();
    const worker = working(inbox, () => done);
    await clock.advance(5_000);
    await eventually(subject, async () => expect((await inbox.depth()).waiting.interactive.count).toBe(0));
    expect(new Set(worker.seen.map((taken) => taken.record.command.id)).size).toBe(20);
    expect(worker.seen.every((taken) => !taken.diedInside)).toBe(true);
    await worker.stop();
    await subject.close();
  });

  it('accepts when another program lets go of it in time', async () => {
    const subject = await openSqlite();
    const other = new DatabaseSync(subject.database().path);
    other.exec('BEGIN IMMEDIATE');
    const accepting = subject.inbox.accept(newCommand(subject.clock));
    await new Promise((resolve) => setImmediate(resolve));
    other.exec('COMMIT');
    other.close();
    expect(await accepting).toEqual({ known: false });
    await subject.close();
  });
});

it('reads nothing from a closed database, and says that it is the storage', async () => {
  const subject = await openSqlite();
  const command = newCommand(subject.clock);
  await subject.inbox.accept(command);
  subject.database().close();
  await expect(subject.inbox.read(command.id)).rejects.toBeInstanceOf(StorageFailed);
  await expect(subject.inbox.accept(command)).rejects.toBeInstanceOf(StorageFailed);
  await expect(subject.inbox.list({ dead: true }, 5)).rejects.toBeInstanceOf(StorageFailed);
  await subject.close();
});
