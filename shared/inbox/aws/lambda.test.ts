import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faulty, OneFault } from '../../../test/aws/faults.ts';
import { StorageFailed } from '../../errors.ts';
import type { Outcome, Taken } from '../inbox.ts';
import { answer, done, newCommand, recordOf } from '../subject.contract.ts';
import { deploy } from './functions.contract.ts';
import { openAws, startWorld, type World } from './subject.contract.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const bodyOf = (id: string, errand?: 'run' | 'deliver') => JSON.stringify({ id, ...(errand ? { errand } : {}) });

describe('a message', () => {
  it('that comes twice, at once or after the end, or for nothing there is, runs nothing more', async () => {
    const subject = await openAws(world);
    const command = newCommand(subject.clock);
    await subject.inbox.accept(command);
    const { functions } = deploy(subject);
    let runs = 0;
    const run = async () => {
      runs++;
      return answer('up');
    };
    expect(await Promise.all([1, 2, 3].map(() => functions.runMessage(bodyOf(command.id), run)))).toEqual(['ok', 'ok', 'ok']);
    expect(await functions.runMessage(bodyOf(command.id), run)).toBe('ok');
    expect(await functions.runMessage(bodyOf('nobody'), run)).toBe('ok');
    expect(runs).toBe(1);
    let sends = 0;
    const send = async () => {
      sends++;
      return { state: 'sent' } as const;
    };
    expect(await Promise.all([1, 2, 3].map(() => functions.deliverMessage(bodyOf(command.id), send)))).toEqual(['ok', 'ok', 'ok']);
    expect(await functions.deliverMessage(bodyOf(command.id), send)).toBe('ok');
    expect(sends).toBe(1);
    await subject.close();
  });

  it('that comes before its time is dropped: the command has another', async () => {
    const subject = await openAws(world);
    const command = newCommand(subject.clock);
    await subject.inbox.accept(command);
    const { functions, runs, pump } = deploy(subject, { run: () => ({ state: 'accepted', at: subject.clock.now() + 5_000, reason: 'not now' }) });
    await pump();
    await subject.clock.advance(4_000);
    expect(await functions.runMessage(bodyOf(command.id), async () => done)).toBe('ok');
    expect(runs).toHaveLength(1);
    expect(await recordOf(subject.inbox, command)).toMatchObject({ state: 'accepted', reason: 'not now' });
    await subject.close();
  });

  it.each(['', 'null', '{"name":"x"}'])('that is none of ours (%s) comes again, until its queue puts it aside', async (body) => {
    const subject = await openAws(world);
    const { functions } = deploy(subject);
    expect(await functions.runMessage(body, async () => done)).toBe('retry');
    expect(await functions.deliverMessage(body, async () => ({ state: 'sent' }))).toBe('retry');
    await subject.close();
  });

  it('comes again when the table does not answer', async () => {
    const subject = await openAws(world);
    const command = newCommand(subject.clock);
    await subject.inbox.accept(command);
    let isDown = true;
    const { pump, runs } = deploy(subject, {}, (_, call) => (isDown ? faulty('throttled', call, { die: () => {}, later: () => {} }) : call()));
    expect(await pump()).toBe(1);
    expect(runs).toHaveLength(0);
    isDown = false;
    expect(await pump()).toBe(1);
    expect(runs).toMatchObject([{ diedInside: false, record: { attempt: 1 } }]);
    await subject.close();
  });

  it('is kept from others while its handler works', async () => {
    const subject = await openAws(world);
    let extended = 0;
    const command = newCommand(subject.clock);
    await subject.inbox.accept(command);
    let end = (_: Outcome) => {};
    const { functions } = deploy(subject);
    const ran = functions.runMessage(bodyOf(command.id), () => new Promise((resolve) => (end = resolve)), { extend: () => extended++ });
    await subject.clock.advance(65_000);
    expect(extended).toBe(6);
    end(done);
    expect(await ran).toBe('ok');
    await subject.close();
  });
});

describe('a function whose time is over', () => {
  it('tells its handler, and keeps what that answers in the time that is left', async () => {
    const subject = await openAws(world);
    const command = newCommand(subject.clock);
    await subject.inbox.accept(command);
    const nearlyOver = new AbortController();
    const { functions } = deploy(subject);
    const ran = functions.runMessage(
      bodyOf(command.id),
      ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(answer(`as far as it got: ${signal.reason}`)))),
      { signal: nearlyOver.signal },
    );
    await subject.pause();
    nearlyOver.abort();
    expect(await ran).toBe('ok');
    expect((await recordOf(subject.inbox, command)).replies).toEqual([{ text: 'as far as it got: stop' }]);
    await subject.close();
  });

  it('returns the lease of what does not stop, and the next one knows that it broke off', async () => {
    const subject = await openAws(world);
    const command = newCommand(subject.clock);
    await subject.inbox.accept(command);
    const nearlyOver = new AbortController();
    const { functions, pump, runs } = deploy(subject);
    const ran = functions.runMessage(bodyOf(command.id), () => new Promise<never>(() => {}), { signal: nearlyOver.signal, stopMs: 1_500 });
    await subject.clock.advance(1_000);
    nearlyOver.abort();
    await subject.clock.advance(1_000);
    expect(await recordOf(subject.inbox, command)).toMatchObject({ due: subject.clock.now() + 28_000 });
    await subject.clock.advance(600);
    expect(await ran).toBe('ok');
    await pump();
    expect(runs).toMatchObject([{ diedInside: true, record: { attempt: 2 } }]);
    await subject.close();
  });
});

describe('a message that was put aside', () => {
  it('makes a dead letter, which an admin sees and redrives', async () => {
    const subject = await openAws(world);
    const command = newCommand(subject.clock);
    await subject.inbox.accept(command);
    const { functions, pump, runs } = deploy(subject, { run: () => answer('up') });
    expect(await functions.bury(bodyOf(command.id, 'run'))).toBe('ok');
    expect(await subject.inbox.list({ dead: true }, 10)).toMatchObject([{ state: 'dead', reason: expect.stringContaining('again and again') }]);
    await pump();
    expect(runs).toHaveLength(0);
    expect(await subject.inbox.redrive(command.id)).toBe(true);
    await pump();
    expect(await recordOf(subject.inbox, command)).toMatchObject({ state: 'done', attempt: 1, delivery: { state: 'sent' } });
    expect(await functions.bury(bodyOf(command.id, 'run'))).toBe('ok');
    expect(await functions.bury(bodyOf(command.id, 'deliver'))).toBe('ok');
    expect(await subject.inbox.list({ dead: true }, 10)).toEqual([]);
    await subject.close();
  });

  it('is not believed of what runs now, and takes it from whoever died inside', async () => {
    const subject = await openAws(world);
    const command = newCommand(subject.clock);
    await subject.inbox.accept(command);
    const first = deploy(subject, { run: () => new Promise<never>(() => {}) });
    void first.pump();
    while (first.runs.length === 0) await subject.pause();
    const { functions } = deploy(subject);
    expect(await functions.bury(bodyOf(command.id, 'run'))).toBe('retry');
    first.kill();
    await subject.clock.advance(31_000);
    expect(await functions.bury(bodyOf(command.id, 'run'))).toBe('ok');
    expect(await recordOf(subject.inbox, command)).toMatchObject({ state: 'dead' });
    await subject.close();
  });

  it('makes a dead letter of what can not be delivered, and only that is redriven', async () => {
    const subject = await openAws(world);
    const command = newCommand(subject.clock);
    await subject.inbox.accept(command);
    const { functions, pump, runs, deliveries } = deploy(subject, { run: () => answer('up') });
    await functions.runMessage(bodyOf(command.id), async () => answer('up'));
    expect(await functions.bury(bodyOf(command.id, 'deliver'))).toBe('ok');
    expect(await recordOf(subject.inbox, command)).toMatchObject({ state: 'done', delivery: { state: 'dead', sent: 0 } });
    await pump();
    expect(deliveries).toHaveLength(0);
    await subject.inbox.redrive(command.id);
    await pump();
    expect(deliveries).toHaveLength(1);
    expect(runs).toHaveLength(0);
    await subject.close();
  });

  it('says what it was for; one from before messages said it was to run its command', async () => {
    const subject = await openAws(world);
    const [first, second] = [newCommand(subject.clock), newCommand(subject.clock)];
    await Promise.all([subject.inbox.accept(first), subject.inbox.accept(second)]);
    const { functions } = deploy(subject);
    await functions.runMessage(bodyOf(second.id), async () => answer('up'));
    for (const { id } of [first, second]) expect(await functions.bury(bodyOf(id))).toBe('ok');
    expect(await recordOf(subject.inbox, first)).toMatchObject({ state: 'dead' });
    expect(await recordOf(subject.inbox, second)).toMatchObject({ state: 'done', delivery: { state: 'pending' } });
    const sent = await Promise.all(
      [subject.parts.queues.run.quick, subject.parts.queues.deliver].map(async ({ interactive }) => {
        const { Messages = [] } = await subject.parts.sqs.send(new ReceiveMessageCommand({ QueueUrl: interactive, MaxNumberOfMessages: 10 }));
        return Messages.map(({ Body = '' }) => JSON.parse(Body).errand);
      }),
    );
    expect(sent).toEqual([['run', 'run'], ['deliver']]);
    await subject.close();
  });

  it('waits for what woke it, when it waited: a dead letter redriven goes on from there', async () => {
    const subject = await openAws(world);
    const command = newCommand(subject.clock);
    await subject.inbox.accept(command);
    const { functions, pump, runs } = deploy(subject, {
      run: ({ woken }) => (woken ? done : { state: 'waiting', for: 'callback', until: subject.clock.now() + 60_000, data: 7, replies: [] }),
    });
    await pump();
    await subject.clock.advance(61_000);
    await functions.bury(bodyOf(command.id, 'run'));
    await subject.inbox.redrive(command.id);
    await pump();
    expect(runs.at(-1)?.woken).toEqual({ by: 'time', for: 'callback', data: 7 });
    await subject.close();
  });
});

describe('voice', () => {
  async function spoken() {
    const subject = await openAws(world);
    const command = newCommand(subject.clock);
    await subject.inbox.accept(command, { lease: true });
    const { functions, pump, deliveries } = deploy(subject);
    let end = (_: Outcome) => {};
    const seen: Taken[] = [];
    const ran = functions.runLeased(command, (taken) => {
      seen.push(taken);
      return new Promise((resolve) => (end = resolve));
    });
    while (seen.length === 0) await subject.pause();
    return { subject, command, functions, pump, deliveries, seen, ran, end: (outcome: Outcome) => end(outcome) };
  }

  it('says what is there in time, and nothing is delivered besides', async () => {
    const { subject, command, functions, pump, deliveries, seen, ran, end } = await spoken();
    expect(seen).toMatchObject([{ diedInside: false, record: { state: 'running', attempt: 1 } }]);
    end(answer('up'));
    expect(await ran).toBe(true);
    expect(await functions.answerLater(command)).toMatchObject({ state: 'done', replies: [{ text: 'up' }] });
    expect(await pump()).toBe(0);
    expect(deliveries).toEqual([]);
    expect((await recordOf(subject.inbox, command)).delivery).toEqual({ state: 'sent' });
    await subject.close();
  });

  it('finds a long answer beside its command, and one that is delivered is put away', async () => {
    const long = 'x'.repeat(100_000);
    for (const isLater of [false, true]) {
      const { subject, command, functions, ran, end } = await spoken();
      if (isLater) await functions.answerLater(command);
      end(answer(long));
      await ran;
      expect(subject.parts.parts.kept.size).toBe(isLater ? 1 : 0);
      expect((await recordOf(subject.inbox, command)).replies).toEqual([{ text: long }]);
      await subject.close();
    }
  });

  it('says that the answer follows, and then it is delivered', async () => {
    const { subject, command, functions, pump, deliveries, ran, end } = await spoken();
    expect(await functions.answerLater(command)).toBeNull();
    expect(await functions.answerLater(command)).toBeNull();
    end(answer('up'));
    expect(await ran).toBe(true);
    await pump();
    expect(deliveries).toMatchObject([{ replies: [{ text: 'up' }] }]);
    expect((await recordOf(subject.inbox, command)).delivery).toEqual({ state: 'sent' });
    await subject.close();
  });

  it('delivers what comes when no voice is heard any more: whoever waited for it has died, or could not say that it waits no longer', async () => {
    for (const [tookMs, isSaid] of [
      [7_999, true],
      [8_000, false],
    ] as const) {
      const { subject, command, functions, pump, deliveries, ran, end } = await spoken();
      await subject.clock.advance(tookMs);
      end(answer('up'));
      expect(await ran).toBe(true);
      // Too late to be heard: it must not count as said, for it is delivered.
      expect((await functions.answerLater(command)) !== null).toBe(isSaid);
      await pump();
      expect(deliveries).toHaveLength(isSaid ? 0 : 1);
      expect(await recordOf(subject.inbox, command)).toMatchObject({ replies: [{ text: 'up' }], delivery: { state: 'sent' } });
      await subject.close();
    }
  });

  it('decides once when both come at the same time: either it is said or it is delivered', async () => {
    for (let i = 0; i < 20; i++) {
      const { subject, command, functions, pump, deliveries, ran, end } = await spoken();
      const asked = i % 2 === 0 ? functions.answerLater(command) : undefined;
      end(answer('up'));
      const said = await (asked ?? functions.answerLater(command));
      await ran;
      await pump();
      expect(deliveries).toHaveLength(said ? 0 : 1);
      await subject.close();
    }
  });

  it('runs once, however often its function is called; and goes on by itself when that dies', async () => {
    const { subject, command, functions, end, ran } = await spoken();
    expect(await functions.runLeased(command, async () => done)).toBe(false);
    end(answer('up'));
    await ran;
    expect(await functions.runLeased(command, async () => done)).toBe(false);
    const forgotten = newCommand(subject.clock);
    await subject.inbox.accept(forgotten, { lease: true });
    await subject.clock.advance(400_000);
    const { pump, runs } = deploy(subject);
    await functions.sweepOpenWork(subject.clock.now() + 60_000);
    await pump();
    expect(runs).toMatchObject([{ diedInside: true, record: { command: { id: forgotten.id } } }]);
    await subject.close();
  });
});

it('sends a handler group its own commands', async () => {
  const subject = await openAws(world);
  const { queues, sqs } = subject.parts;
  const heavy = { alert: queues.deliver.alert, interactive: queues.deliver.report, report: queues.deliver.report };
  const { parts, options } = subject.process();
  const { awsInbox } = await import('./inbox.ts');
  const inbox = awsInbox(
    { ...parts, queues: { ...queues, run: { quick: queues.run.quick, heavy }, groupOf: (name) => (name === 'chart' ? 'heavy' : 'unheard of') } },
    options,
  );
  const [chart, check] = [newCommand(subject.clock, { name: 'chart' }), newCommand(subject.clock)];
  await inbox.accept(chart);
  await inbox.accept(check);
  const idsIn = async (QueueUrl: string) =>
    ((await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))).Messages ?? []).map(({ Body }) => JSON.parse(Body ?? '').id);
  expect(await idsIn(heavy.interactive)).toEqual([chart.id]);
  expect(await idsIn(queues.run.quick.interactive)).toEqual([check.id]);
  await subject.close();
});

describe('an answer of the table that gets lost', () => {
  it('when an outcome was kept: told again, it is known as its own, and is delivered without anyone looking for it', async () => {
    const subject = await openAws(world);
    const command = newCommand(subject.clock);
    const fault = new OneFault(1, 'unanswered');
    const { inbox } = subject.process(fault.meddle(() => {}));
    const accepted = await inbox.accept(command, { lease: true });
    const taken = accepted.known ? undefined : accepted.taken;
    if (!taken) expect.fail('it was not taken');
    await expect(inbox.finish(taken, answer('up'))).rejects.toBeInstanceOf(StorageFailed);
    expect(await inbox.finish(taken, answer('up'))).toBe(true);
    expect(await inbox.finish(taken, answer('up'))).toBe(false);
    const { pump, deliveries } = deploy(subject);
    await pump();
    expect(deliveries).toMatchObject([{ replies: [{ text: 'up' }] }]);
    await subject.close();
  });

  it('when a try to deliver was kept: it counts once', async () => {
    const subject = await openAws(world);
    const command = newCommand(subject.clock);
    await subject.inbox.accept(command);
    const { functions } = deploy(subject);
    await functions.runMessage(bodyOf(command.id), async () => answer('up'));
    const fault = new OneFault(1, 'unanswered');
    const sender = deploy(
      subject,
      {},
      fault.meddle(() => {}),
    );
    const sent = sender.functions.deliverMessage(bodyOf(command.id), async () => ({
      state: 'later',
      at: subject.clock.now() + 60_000,
      reason: 'Slack answered 500',
      sent: 1,
      counts: true,
    }));
    await subject.clock.advance(2_000);
    expect(await sent).toBe('ok');
    expect(await recordOf(subject.inbox, command)).toMatchObject({ delivery: { state: 'pending', sent: 1, attempts: 1 } });
    await subject.close();
  });
});
