import { PurgeQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Command, Priority } from '../../command/command.ts';
import { answer, done, newCommand, recordOf } from '../subject.contract.ts';
import { deploy, type Handlers } from './functions.contract.ts';
import { queuesOf, queuesToRun } from './messages.ts';
import { type AwsSubject, openAws, startWorld, type World } from './subject.contract.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

async function open(handlers?: Handlers) {
  const subject = await openAws(world);
  const deployed = deploy(subject, handlers);
  const { sqs, queues } = subject.parts;
  return {
    ...subject,
    ...deployed,
    /** Loses every message there is. */
    async lose() {
      for (const QueueUrl of [...queuesToRun(queues), ...queuesOf(queues.deliver)]) await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    },
    sweep: () => deployed.functions.sweepOpenWork(subject.clock.now() + 60_000),
  };
}

async function acceptSome(
  subject: Pick<AwsSubject, 'inbox' | 'clock'>,
  count: number,
  parts: { readonly priority?: Priority } = {},
): Promise<Command[]> {
  const commands = Array.from({ length: count }, () => newCommand(subject.clock, parts));
  await Promise.all(commands.map((command) => subject.inbox.accept(command)));
  return commands;
}

it('brings back what was accepted and never told, not before its message had its time', async () => {
  const subject = await open();
  await acceptSome(subject, 12);
  await subject.lose();
  await subject.clock.advance(20_000);
  expect(await subject.sweep()).toEqual({ sent: 0, left: 0 });
  await subject.clock.advance(20_000);
  expect(await subject.sweep()).toEqual({ sent: 12, left: 0 });
  await subject.pump();
  expect(subject.runs).toHaveLength(12);
  expect(subject.runs.every((taken) => !taken.diedInside)).toBe(true);
  await subject.clock.advance(300_000);
  expect(await subject.sweep()).toEqual({ sent: 0, left: 0 });
  await subject.close();
});

it('brings back what died inside, when its lease has ended', async () => {
  const subject = await open();
  const first = deploy(subject, { run: () => new Promise<never>(() => {}) });
  const [command] = await acceptSome(subject, 1);
  void first.pump();
  while (first.runs.length === 0) await subject.pause();
  first.kill();
  await subject.clock.advance(25_000);
  expect(await subject.sweep()).toEqual({ sent: 0, left: 0 });
  await subject.clock.advance(15_000);
  expect(await subject.sweep()).toEqual({ sent: 1, left: 0 });
  await subject.pump();
  expect(subject.runs).toMatchObject([{ diedInside: true, record: { command: { id: command?.id } } }]);
  await subject.close();
});

it('brings back what has ended and was not delivered', async () => {
  const subject = await open({ run: () => answer('up') });
  const [command] = await acceptSome(subject, 1);
  if (!command) expect.fail();
  const { functions } = subject;
  const [message] = await received(subject, 'run');
  await functions.runMessage(message ?? '', async () => answer('up'));
  await subject.lose();
  expect(await recordOf(subject.inbox, command)).toMatchObject({ state: 'done', delivery: { state: 'pending' } });
  await subject.clock.advance(40_000);
  expect(await subject.sweep()).toEqual({ sent: 1, left: 0 });
  await subject.pump();
  expect(await recordOf(subject.inbox, command)).toMatchObject({ state: 'done', delivery: { state: 'sent' } });
  await subject.close();
});

it('gives what is put off for longer than a message can wait a message that comes on time', async () => {
  const subject = await open({
    run: (taken) => (taken.woken ? done : { state: 'waiting', for: 'time', until: taken.record.command.acceptedAt + 3_600_000, replies: [] }),
  });
  await acceptSome(subject, 1);
  await subject.pump();
  let sent = 0;
  for (let minute = 1; minute < 60; minute++) {
    await subject.clock.advance(60_000);
    const swept = await subject.sweep();
    sent += swept.sent;
    if (swept.sent > 0) expect(minute).toBeGreaterThanOrEqual(58);
  }
  expect(sent).toBe(1);
  await subject.clock.advance(60_000);
  // It is delayed by this machine's clock, not by the test's: the sweeper takes over when it doesn't come.
  await subject.clock.advance(10_000);
  expect(await subject.sweep()).toEqual({ sent: 1, left: 0 });
  await subject.pump();
  expect(subject.runs.at(-1)?.woken).toEqual({ by: 'time', for: 'time' });
  await subject.close();
});

it('multiplies no backlog: what waits in an old queue is left there', async () => {
  const subject = await open();
  await acceptSome(subject, 50);
  await subject.clock.advance(40_000);
  expect(await subject.sweep()).toEqual({ sent: 0, left: 50 });
  await subject.clock.advance(60_000);
  expect(await subject.sweep()).toEqual({ sent: 0, left: 50 });
  await subject.close();
});

it('finds the one that was lost while its queue is busy, but young', async () => {
  const subject = await open();
  const [lost] = await acceptSome(subject, 1);
  await subject.lose();
  await subject.clock.advance(40_000);
  // Others come and go.
  await acceptSome(subject, 5);
  await subject.pump();
  await acceptSome(subject, 5);
  await subject.clock.advance(1_000);
  expect(await subject.sweep()).toEqual({ sent: 1, left: 0 });
  await subject.pump();
  expect(subject.runs.map((taken) => taken.record.command.id)).toContain(lost?.id);
  await subject.close();
});

it('finds the one that was lost in an old queue too, after a while', async () => {
  const subject = await open();
  await acceptSome(subject, 1);
  await subject.lose();
  await acceptSome(subject, 3, { priority: 'interactive' });
  await subject.clock.advance(40_000);
  expect(await subject.sweep()).toEqual({ sent: 0, left: 4 });
  await subject.clock.advance(300_000);
  expect(await subject.sweep()).toEqual({ sent: 4, left: 0 });
  await subject.pump();
  expect(new Set(subject.runs.map((taken) => taken.record.command.id)).size).toBe(4);
  expect(subject.runs).toHaveLength(4);
  await subject.close();
});

it('sends one message for one command, however many sweeps look at once', async () => {
  const subject = await open();
  await acceptSome(subject, 20);
  await subject.lose();
  await subject.clock.advance(40_000);
  const swept = await Promise.all([subject.sweep(), subject.sweep(), subject.sweep()]);
  expect(swept.reduce((sum, { sent }) => sum + sent, 0)).toBe(20);
  await subject.close();
});

it('fills no queue over its measure, and goes on with the next sweep', { timeout: 60_000 }, async () => {
  const subject = await open();
  await acceptSome(subject, 10);
  await subject.lose();
  const { sqs, queues } = subject.parts;
  const QueueUrl = queues.run.quick.interactive;
  for (let i = 0; i < 995; i++) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"id":"old"}' }));
  await subject.clock.advance(400_000);
  expect(await subject.sweep()).toEqual({ sent: 5, left: 5 });
  await subject.pump();
  await subject.clock.advance(60_000);
  expect(await subject.sweep()).toEqual({ sent: 5, left: 0 });
  await subject.close();
});

async function received({ parts }: Pick<AwsSubject, 'parts'>, errand: 'run' | 'deliver'): Promise<string[]> {
  const queues = errand === 'run' ? queuesToRun(parts.queues) : queuesOf(parts.queues.deliver);
  const answers = await Promise.all(queues.map((QueueUrl) => parts.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))));
  return answers.flatMap(({ Messages }) => (Messages ?? []).map(({ Body }) => Body ?? ''));
}
