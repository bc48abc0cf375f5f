import { GetItemCommand, PutItemCommand, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tableKey } from '../../aws/table.ts';
import type { Outcome } from '../inbox.ts';
import { answer, delivering, done, newCommand, recordOf, working } from '../subject.contract.ts';
import { commandKey } from './places.ts';
import { openAws, startWorld, type World } from './subject.contract.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

it('tells a run in another process that it is cancelled, when its lease is next renewed', async () => {
  const subject = await openAws(world);
  const command = newCommand(subject.clock);
  await subject.inbox.accept(command);
  const worker = working(
    subject.process().inbox,
    ({ signal }) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve({ state: 'cancelled', replies: [{ text: String(signal.reason) }] }))),
  );
  await subject.pause();
  expect(await subject.inbox.cancel(command.id, 'Ann')).toBe('signalled');
  await subject.pause();
  expect(await recordOf(subject.inbox, command)).toMatchObject({ state: 'running' });
  await subject.clock.advance(10_000);
  expect(await recordOf(subject.inbox, command)).toMatchObject({ state: 'cancelled', reason: 'Cancelled by Ann.', replies: [{ text: 'cancelled' }] });
  await worker.stop();
  await subject.close();
});

it('shares the work among processes, each command with one of them', async () => {
  const subject = await openAws(world, { fetchMax: 10 });
  const workers = [1, 2, 3].map(() => working(subject.process().inbox, () => answer('up'), { concurrency: 2 }));
  const senders = [1, 2, 3].map(() => delivering(subject.process().inbox, () => ({ state: 'sent' })));
  const commands = Array.from({ length: 60 }, () => newCommand(subject.clock));
  await Promise.all(commands.map((command) => subject.inbox.accept(command)));
  await subject.pause();
  const ids = commands.map(({ id }) => id).sort();
  expect(workers.flatMap((worker) => worker.seen.map((taken) => taken.record.command.id)).sort()).toEqual(ids);
  expect(senders.flatMap((sender) => sender.seen.map((record) => record.command.id)).sort()).toEqual(ids);
  await Promise.all([...workers, ...senders].map((one) => one.stop()));
  await subject.close();
});

it('gives one command to one sender at a time, over all processes, however long it takes', async () => {
  const subject = await openAws(world);
  const { inbox, clock } = subject;
  const command = newCommand(clock);
  const question: Outcome = { state: 'waiting', for: 'input', until: clock.now() + 3_600_000, replies: [{ text: 'Which one?' }] };
  const worker = working(inbox, (taken) => (taken.woken ? answer('up') : question));
  let end = () => {};
  const slow = delivering(
    subject.process().inbox,
    (record) => new Promise((resolve) => (end = () => resolve({ state: 'sent', sent: record.replies.length }))),
  );
  await inbox.accept(command);
  await subject.pause();
  expect(slow.seen).toHaveLength(1);
  const other = delivering(subject.process().inbox, () => ({ state: 'sent' }));
  await inbox.wake(command.id, 'that');
  await clock.advance(300_000);
  expect(other.seen).toHaveLength(0);
  void slow.stop();
  end();
  await subject.pause();
  expect(other.seen).toMatchObject([{ replies: [{ text: 'Which one?' }, { text: 'up' }], delivery: { state: 'pending', sent: 1 } }]);
  await Promise.all([worker.stop(), other.stop()]);
  await subject.close();
});

it('sends on from where a sender died, and what a late one says of it changes no more than how far it got', async () => {
  const subject = await openAws(world);
  const { inbox, clock } = subject;
  const command = newCommand(clock);
  const worker = working(inbox, () => answer('long'));
  let late = () => {};
  // Its renewals are lost, so another believes that it died.
  const cut = subject.process((called, call) => (called instanceof UpdateItemCommand && isCut ? Promise.reject(new Error('cut off')) : call()));
  let isCut = false;
  const first = delivering(
    cut.inbox,
    () => new Promise((resolve) => (late = () => resolve({ state: 'later', at: clock.now() + 1_000, reason: 'limit', sent: 2, counts: true }))),
  );
  await inbox.accept(command);
  await subject.pause();
  isCut = true;
  let end = () => {};
  const second = delivering(subject.process().inbox, () => new Promise((resolve) => (end = () => resolve({ state: 'sent', sent: 3 }))));
  await clock.advance(31_000);
  expect(second.seen).toHaveLength(1);
  isCut = false;
  late();
  await clock.advance(5_000);
  expect((await recordOf(inbox, command)).delivery).toEqual({ state: 'pending', sent: 2, attempts: 0 });
  expect(second.seen).toHaveLength(1);
  end();
  await subject.pause();
  expect((await recordOf(inbox, command)).delivery).toEqual({ state: 'sent' });
  await Promise.all([worker.stop(), first.stop(), second.stop()]);
  await subject.close();
});

it('believes nobody who has lost the lease, whatever it answers', async () => {
  const subject = await openAws(world);
  const { inbox, clock } = subject;
  const command = newCommand(clock);
  await inbox.accept(command);
  let isCut = false;
  const cut = subject.process((called, call) => (called instanceof UpdateItemCommand && isCut ? Promise.reject(new Error('cut off')) : call()));
  let end = () => {};
  const first = working(cut.inbox, () => new Promise((resolve) => (end = () => resolve(answer('too late')))));
  await subject.pause();
  isCut = true;
  const second = working(subject.process().inbox, () => answer('in time'));
  await clock.advance(31_000);
  expect(second.seen).toMatchObject([{ diedInside: true, record: { attempt: 2 } }]);
  isCut = false;
  await clock.advance(10_000);
  expect(first.seen[0]?.signal.reason).toBe('lease');
  end();
  await clock.advance(5_000);
  expect(await recordOf(inbox, command)).toMatchObject({ state: 'done', replies: [{ text: 'in time' }] });
  await Promise.all([first.stop(), second.stop()]);
  await subject.close();
});

it('leaves what a newer program keeps in a command where it is, and runs what it put', async () => {
  const subject = await openAws(world);
  const command = newCommand(subject.clock);
  await subject.inbox.accept(command);
  const { table } = subject.parts;
  const Key = { [tableKey]: { S: commandKey(command.id) } };
  await table.client.send(
    new UpdateItemCommand({ TableName: table.name, Key, UpdateExpression: 'SET zz = :z', ExpressionAttributeValues: { ':z': { S: 'of tomorrow' } } }),
  );
  const worker = working(subject.inbox, (taken) =>
    taken.woken ? answer('up') : { state: 'waiting', for: 'input', until: subject.clock.now() + 1_000, replies: [] },
  );
  const sender = delivering(subject.inbox, () => ({ state: 'sent' }));
  await subject.clock.advance(2_000);
  expect(await recordOf(subject.inbox, command)).toMatchObject({ state: 'done', delivery: { state: 'sent' } });
  expect((await table.client.send(new GetItemCommand({ TableName: table.name, Key }))).Item?.zz).toEqual({ S: 'of tomorrow' });
  await Promise.all([worker.stop(), sender.stop()]);
  await subject.close();
});

it('keeps whatever a person or an error says, though the table takes UTF-8 alone', async () => {
  const subject = await openAws(world);
  const odd = 'a\u0000\ud800 \u2028 😀';
  const [thrown, cancelled] = [newCommand(subject.clock), newCommand(subject.clock, { user: `\udfff${'u'.repeat(3_000)}`, tenant: odd })];
  await subject.inbox.accept(cancelled);
  const openOf = { channel: 'slack', tenant: odd, user: `\udfff${'u'.repeat(3_000)}` };
  expect(await subject.inbox.list({ openOf }, 5)).toMatchObject([{ command: { id: cancelled.id } }]);
  await subject.inbox.cancel(cancelled.id, odd);
  expect(await recordOf(subject.inbox, cancelled)).toMatchObject({ reason: `Cancelled by ${odd}.` });
  await subject.inbox.accept(thrown);
  const worker = working(subject.inbox, () => {
    throw new Error(odd);
  });
  await subject.pause();
  expect(await recordOf(subject.inbox, thrown)).toMatchObject({ state: 'accepted', reason: odd });
  await worker.stop();
  await subject.close();
});

it('counts thousands as the queues do, and a few as they are', { timeout: 60_000 }, async () => {
  const subject = await openAws(world);
  const { inbox, clock } = subject;
  const oldestAt = clock.now();
  await inbox.accept(newCommand(clock, { priority: 'report' }));
  await clock.advance(1_000);
  for (let i = 0; i < 30; i++) await Promise.all(Array.from({ length: 50 }, () => inbox.accept(newCommand(clock))));
  const { waiting, running, undelivered, dead } = await inbox.depth();
  expect(waiting).toMatchObject({ alert: { count: 0, oldestAt: null }, interactive: { count: 1_500 }, report: { count: 1, oldestAt } });
  expect([running, undelivered, dead]).toEqual([0, 0, 0]);
  await subject.close();
});

it('gives back at its end what it has at hand, and another gets it at once', async () => {
  const subject = await openAws(world);
  const { inbox, clock } = subject;
  for (let i = 0; i < 10; i++) await inbox.accept(newCommand(clock));
  let end = () => {};
  const first = working(inbox, () => new Promise((resolve) => (end = () => resolve(done))), { concurrency: 1 });
  await subject.pause();
  const over = first.stop();
  end();
  await over;
  const second = working(subject.process().inbox, () => done);
  await subject.pause();
  expect(first.seen.length + second.seen.length).toBe(10);
  await second.stop();
  await subject.close();
});

it('lists hundreds newest first, wherever they lie, and none that the index names too late', async () => {
  const subject = await openAws(world);
  const { inbox, clock } = subject;
  const ids: string[] = [];
  for (let i = 0; i < 60; i++) {
    const command = newCommand(clock, { user: 'Ann' });
    await inbox.accept(command);
    ids.unshift(command.id);
    await clock.advance(10);
  }
  const openOf = { channel: 'slack', tenant: 'T1', user: 'Ann' };
  const listed = async (limit: number) => (await inbox.list({ openOf }, limit)).map((record) => record.command.id);
  for (const limit of [1, 7, 59, 60, 61, 1_000]) expect(await listed(limit)).toEqual(ids.slice(0, limit));
  // As an index that lags: it names one that is gone.
  const { table } = subject.parts;
  const { Items } = await table.client.send(new ScanCommand({ TableName: table.name }));
  const gone = Items?.find((item) => item.d?.S?.includes(`"${ids[0]}"`));
  for (const name of ['st', 'rd']) delete gone?.[name];
  await table.client.send(new PutItemCommand({ TableName: table.name, Item: { ...gone, st: { S: 'done' } } }));
  expect(await listed(5)).toEqual(ids.slice(1, 6));
  await subject.close();
});
