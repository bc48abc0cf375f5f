import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fault, OneFault } from '../../../test/aws/faults.ts';
import { InboxFull, StorageFailed } from '../../errors.ts';
import { answer, done, newCommand, recordOf, working } from '../subject.contract.ts';
import { awsIngress } from './accept.ts';
import { deploy } from './functions.contract.ts';
import { groupOf, parseMessage } from './messages.ts';
import { openAws, startWorld, type World } from './subject.contract.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const put = 0;
const message = 1;

/** Accepts one command in a process in which the n-th call goes so; then another process, in which all goes well, does what is to be done. */
async function acceptWith(n: number, fault: Fault) {
  const subject = await openAws(world);
  const one = new OneFault(n, fault);
  const process = subject.process(one.meddle(() => process.kill()));
  const command = newCommand(subject.clock);
  const accepting = process.inbox.accept(command).then(
    (accepted) => accepted,
    (failure: unknown) => failure,
  );
  const accepted = await Promise.race([accepting, subject.pause().then(() => 'no answer')]);
  const { functions, pump, runs } = deploy(subject);
  const visible = async () => {
    const asked = new GetQueueAttributesCommand({
      QueueUrl: subject.parts.queues.run.quick.interactive,
      AttributeNames: ['ApproximateNumberOfMessages'],
    });
    return Number((await world.fauxqs.sqs.send(asked)).Attributes?.ApproximateNumberOfMessages);
  };
  await one.settle();
  const messages = await visible();
  await subject.clock.advance(40_000);
  const swept = await functions.sweepOpenWork(subject.clock.now() + 60_000);
  await pump();
  return { subject, command, accepted, messages, swept, runs };
}

describe('accepted means kept', () => {
  it.each<[string, number, Fault, { messages: number; sent: number }]>([
    ['all went well', 99, 'lost', { messages: 1, sent: 0 }],
    ['the put was carried out, and again by the client', put, 'twice', { messages: 1, sent: 0 }],
    ['the message was refused', message, 'throttled', { messages: 0, sent: 1 }],
    ['the message was lost', message, 'lost', { messages: 0, sent: 1 }],
    ['the message was sent, and nobody heard so', message, 'unanswered', { messages: 1, sent: 0 }],
    ['the message was sent twice', message, 'twice', { messages: 2, sent: 0 }],
    ['the message was sent after it was given up', message, 'late', { messages: 1, sent: 0 }],
  ])('answers so, and it runs once: %s', async (_, n, fault, { messages, sent }) => {
    const seen = await acceptWith(n, fault);
    expect(seen.accepted).toEqual({ known: false });
    expect(seen.messages).toBe(messages);
    // What stands in a queue is left to it at first: it isn't lost, as far as anyone can tell.
    expect(seen.swept).toEqual({ sent, left: messages > 0 ? 1 : 0 });
    expect(seen.runs).toMatchObject([{ diedInside: false }]);
    await seen.subject.close();
  });

  it.each<[string, number, Fault]>([
    ['before its message', message, 'dies before'],
    ['after its put', put, 'dies after'],
    ['after its message', message, 'dies after'],
  ])('keeps it though the process dies %s; told again, it is known', async (_, n, fault) => {
    const { subject, command, accepted, runs } = await acceptWith(n, fault);
    expect(accepted).toBe('no answer');
    expect(await subject.inbox.accept(command)).toMatchObject({ known: true });
    expect(runs).toMatchObject([{ diedInside: false }]);
    await subject.close();
  });

  it.each<[string, Fault]>([
    ['was refused', 'throttled'],
    ['got lost', 'lost'],
    ['was never made, as the process died', 'dies before'],
  ])('has nothing of it when its put %s, and takes it when it is told again', async (_, fault) => {
    const { subject, command, accepted, runs } = await acceptWith(put, fault);
    if (fault !== 'dies before') expect(accepted).toBeInstanceOf(StorageFailed);
    expect(runs).toEqual([]);
    expect(await subject.inbox.read(command.id)).toBeNull();
    expect(await subject.inbox.accept(command)).toEqual({ known: false });
    await subject.close();
  });

  it.each<[string, Fault]>([
    ['though nobody heard so', 'unanswered'],
    ['after it was given up', 'late'],
  ])('runs what was put %s, also when nobody tells it again', async (_, fault) => {
    const { subject, command, accepted, runs } = await acceptWith(put, fault);
    expect(accepted).toBeInstanceOf(StorageFailed);
    expect(runs).toMatchObject([{ diedInside: false }]);
    expect(await subject.inbox.accept(command)).toMatchObject({ known: true, record: { state: 'done' } });
    await subject.close();
  });
});

describe('the marks', () => {
  it('count what other processes put in and took out, seconds later', async () => {
    const subject = await openAws(world, { marks: { alert: 9, interactive: 3, report: 1 } });
    const { inbox, clock } = subject;
    const other = subject.process().inbox;
    for (let i = 0; i < 3; i++) await other.accept(newCommand(clock));
    await clock.advance(11_000);
    // This one looks because of it, not before it.
    await inbox.accept(newCommand(clock));
    await clock.advance(1_000);
    await expect(inbox.accept(newCommand(clock))).rejects.toBeInstanceOf(InboxFull);
    await inbox.accept(newCommand(clock, { priority: 'alert' }));
    const worker = working(other, () => done);
    await clock.advance(11_000);
    await expect(inbox.accept(newCommand(clock))).rejects.toBeInstanceOf(InboxFull);
    await clock.advance(1_000);
    await inbox.accept(newCommand(clock));
    await worker.stop();
    await subject.close();
  });
});

describe('an ingress alone', () => {
  it('asks how many wait once in a hundred commands, and with many waiting every ten seconds', async () => {
    const subject = await openAws(world);
    let looks = 0;
    const process = subject.process(async (command, call) => {
      if (command instanceof GetQueueAttributesCommand) looks++;
      return call();
    });
    const { clock } = subject;
    const ingress = awsIngress(process.parts, { ...process.options, marks: { alert: 900, interactive: 900, report: 444 } });
    const accept = () => ingress.accept(newCommand(clock));
    await clock.advance(20_000);
    for (let i = 0; i < 99; i++) await accept();
    expect(looks).toBe(0);
    await accept();
    expect(looks).toBe(3);
    for (let i = 0; i < 12; i++) await accept();
    await clock.advance(9_000);
    await accept();
    expect(looks).toBe(3);
    await clock.advance(2_000);
    await accept();
    expect(looks).toBe(6);
    await subject.close();
  });

  it('accepts, reads, and hands on what it accepts with a lease', async () => {
    const subject = await openAws(world);
    const ingress = awsIngress(subject.parts, { clock: subject.clock, random: () => 0.5 });
    const [plain, spoken] = [newCommand(subject.clock), newCommand(subject.clock)];
    expect(await ingress.accept(plain)).toEqual({ known: false });
    expect(await ingress.accept(spoken, { lease: true })).toMatchObject({ known: false, taken: { record: { state: 'running' }, diedInside: false } });
    const { functions, pump, runs } = deploy(subject);
    await pump();
    expect(await functions.runLeased(spoken, () => Promise.resolve(answer('up')))).toBe(true);
    expect(runs.map((taken) => taken.record.command.id)).toEqual([plain.id]);
    expect(await ingress.read(spoken.id)).toMatchObject({ state: 'done', replies: [{ text: 'up' }], delivery: { state: 'sent' } });
    await subject.close();
  });
});

it('keeps replies that are too large for the table beside it, and forgets those that others replaced', async () => {
  const subject = await openAws(world);
  const large = 'ä'.repeat(300_000);
  const command = newCommand(subject.clock);
  await subject.inbox.accept(command);
  const worker = working(subject.inbox, (taken) =>
    taken.woken ? answer(large) : { state: 'waiting', for: 'input', until: subject.clock.now() + 60_000, replies: [{ text: large }] },
  );
  await subject.pause();
  const { kept } = subject.parts.parts;
  expect(kept.size).toBe(1);
  await subject.inbox.wake(command.id, 'x');
  await subject.pause();
  expect((await recordOf(subject.inbox, command)).replies).toEqual([{ text: large }, { text: large }]);
  expect(kept.size).toBe(1);
  const { pump, deliveries } = deploy(subject);
  await pump();
  expect(deliveries.at(-1)?.replies).toHaveLength(2);
  await worker.stop();
  await subject.clock.jump(31 * 86_400_000);
  expect(await subject.inbox.read(command.id)).toBeNull();
  await subject.inbox.sweep(subject.clock.now(), 10);
  expect(kept.size).toBe(0);
  await subject.close();
});

it('ends with a dead letter that says so when an outcome can be kept nowhere', async () => {
  const subject = await openAws(world);
  const command = newCommand(subject.clock);
  await subject.inbox.accept(command);
  const worker = working(subject.inbox, () => ({
    state: 'waiting',
    for: 'input',
    until: subject.clock.now() + 1_000,
    data: 'x'.repeat(500_000),
    replies: [],
  }));
  await subject.clock.advance(2_000);
  expect(await recordOf(subject.inbox, command)).toMatchObject({ state: 'dead', reason: expect.stringContaining('could not be kept') });
  await worker.stop();
  await subject.close();
});

it('takes a command anew whose retention has ended, though the table still has the old one', async () => {
  const subject = await openAws(world, { keepMs: 7 * 86_400_000 });
  const command = newCommand(subject.clock);
  await subject.inbox.accept(command);
  const worker = working(subject.inbox, () => answer('old'));
  await subject.pause();
  await subject.clock.jump(6 * 86_400_000);
  expect(await subject.inbox.accept(command)).toMatchObject({ known: true });
  const { pump } = deploy(subject);
  await pump();
  await worker.stop();
  await subject.clock.jump(2 * 86_400_000);
  expect(await subject.inbox.read(command.id)).toBeNull();
  expect(await subject.inbox.accept(command)).toEqual({ known: false });
  expect(await recordOf(subject.inbox, command)).toMatchObject({ state: 'accepted', attempt: 0, replies: [] });
  await subject.close();
});

it.each([
  ['slack/T1', 'slack/T1'],
  ['teams/a b', expect.stringMatching(/^[0-9a-f]{64}$/)],
  ['web/ä', expect.stringMatching(/^[0-9a-f]{64}$/)],
  [`web/${'x'.repeat(200)}`, expect.stringMatching(/^[0-9a-f]{64}$/)],
])('gives %s a group that the service takes', (tenant, group) => {
  expect(groupOf(tenant)).toEqual(group);
});

it.each([undefined, '', 'null', '[]', '{"id":7}', '{', '"x"'])('knows %s as no message of ours', (body) => {
  expect(parseMessage(body)).toBeNull();
});

it('goes on with the trace of the event that it was told in: the queue hands it to who takes the message', async () => {
  const subject = await openAws(world);
  const sent: unknown[] = [];
  const process = subject.process(async (command, call) => {
    if (command instanceof SendMessageCommand) sent.push(command.input.MessageSystemAttributes);
    return call();
  });
  let trace: string | undefined = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
  const ingress = awsIngress({ ...process.parts, traceHeader: () => trace }, process.options);
  await ingress.accept(newCommand(subject.clock));
  trace = undefined;
  await ingress.accept(newCommand(subject.clock));
  expect(sent).toEqual([{ AWSTraceHeader: { DataType: 'String', StringValue: expect.stringMatching(/^Root=1-5759e988/) } }, undefined]);
  await subject.close();
});
