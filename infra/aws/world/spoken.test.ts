import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Inbound } from '../../../shared/channel/inbound.ts';
import { systemClock as clock } from '../../../shared/clock.ts';
import { catalogueOf } from '../../../shared/command/catalogue.ts';
import { BellhopError, StorageFailed } from '../../../shared/errors.ts';
import { acceptor, commandId } from '../../../shared/flow/accept.ts';
import { silent } from '../../../shared/flow/observe.ts';
import { type SpeakElsewhereParts, speakElsewhere } from '../../../shared/flow/speak-elsewhere.ts';
import { voice } from '../../../shared/flow/voice.ts';
import { awsIngress } from '../../../shared/inbox/aws/accept.ts';
import { awsInboxFunctions } from '../../../shared/inbox/aws/lambda.ts';
import type { Outcome } from '../../../shared/inbox/inbox.ts';
import { reply } from '../../../shared/reply/reply.ts';
import { dynamodbStore } from '../../../shared/store/dynamodb/store.ts';
import { type Aws, startAws } from '../../../test/aws/aws.ts';
import { makeStageParts } from '../../../test/aws/stage-environment.ts';
import { paperChannel } from '../../../test/flow-world.ts';
import { inboxQueues } from './queues.ts';

let aws: Aws;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(() => aws.close());

const place = { channel: 'speaker', bot: 'main', tenant: 't1', conversation: 'kitchen' };
const idOf = (key: string) => commandId('speaker', 'main', 't1', key);
const said = (text: string): Outcome => ({ state: 'done', replies: [reply(text)] });

/** A way in that speaks, and a function elsewhere that runs what it is told of: `run` ends when it is let. */
async function world(
  over: (parts: SpeakElsewhereParts & { readonly end: (outcome: Outcome | Error) => Promise<void> }) => Partial<SpeakElsewhereParts> = () => ({}),
) {
  const stage = await makeStageParts(aws, {});
  const { sqs } = aws.fauxqs;
  const table = { client: aws.dynamodb.client, name: stage.env.BELLHOP_TABLE ?? '' };
  const parts = { put: async () => {}, get: async () => null, delete: async () => {} };
  const inboxParts = { table, sqs, queues: inboxQueues(stage.env, () => 'quick'), parts };
  const reports: string[] = [];
  const report = (what: string) => void reports.push(what);
  const inbox = awsIngress(inboxParts, { clock, random: Math.random, report });
  const functions = awsInboxFunctions(inboxParts, { clock, random: Math.random, report });
  let release: (outcome: Outcome | Error) => void = () => {};
  const released = new Promise<Outcome | Error>((resolve) => (release = resolve));
  let ran: Promise<boolean> = Promise.resolve(false);
  const handler = async () => {
    const outcome = await released;
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  const end = async (outcome: Outcome | Error) => {
    release(outcome);
    await ran;
  };
  const given: SpeakElsewhereParts = {
    begin: async ({ id }) => {
      ran = functions.runLeased({ id }, handler);
    },
    queue: (command) => functions.queueLeased(command),
    answerLater: (command) => functions.answerLater(command),
    inbox,
    clock,
    report,
  };
  const speaker = paperChannel({
    name: 'speaker',
    can: { ...paperChannel().can, voice: true, proactive: false },
    respond: (messages, _, state) => ({ status: 200, body: `${state}: ${messages.map(({ text }) => text).join(' ')}` }),
  });
  const say = voice({
    channel: speaker,
    channels: new Map([[speaker.name, speaker]]),
    accept: acceptor({ inbox, catalogue: () => catalogueOf([]), clock }),
    run: speakElsewhere({ ...given, ...over({ ...given, end }) }),
    inbox,
    store: dynamodbStore(table, { clock }),
    clock,
    observer: silent,
    waitMs: 400,
  });
  const inbound = (key: string): Inbound => ({ key, place, from: { user: 'ada' }, said: { kind: 'text', text: 'think' }, saidAt: clock.now() });
  const waiting = async (name: 'deliver' | 'run-quick-interactive') =>
    ((await sqs.send(new ReceiveMessageCommand({ QueueUrl: stage.queueUrl(name), MaxNumberOfMessages: 10 }))).Messages ?? []).map(
      ({ Body = '' }) => Body,
    );
  return {
    say: async (key = 'k1') => (await say(inbound(key), clock.now())).body,
    record: (key = 'k1') => inbox.read(idOf(key)),
    end,
    functions,
    waiting,
    reports,
  };
}

describe('what is spoken, and run by another function,', () => {
  it('is answered in the response when its answer is there in time, and told nobody besides', async () => {
    const { say, record, end, waiting } = await world();
    const heard = say();
    await end(said('at once'));
    expect(await heard).toBe('answered: at once');
    expect(await record()).toMatchObject({ state: 'done', delivery: { state: 'sent' } });
    expect([await waiting('deliver'), await waiting('run-quick-interactive')]).toEqual([[], []]);
  });

  it('is told later when voice waits no longer: what the run answers then is delivered, and not spoken', async () => {
    const { say, record, end, waiting } = await world();
    expect(await say()).toMatch(/^later: /);
    await end(said('at last'));
    expect(await record()).toMatchObject({ state: 'done', delivery: { state: 'pending' } });
    expect(await waiting('deliver')).toEqual([expect.stringContaining('"errand":"deliver"')]);
  });

  it('is spoken when its answer was kept before voice had said that it waits no longer', async () => {
    const { say, record, waiting } = await world(({ end, answerLater, inbox }) => ({
      // It sees nothing of the run until its time is over; and then the run is faster.
      inbox: { read: async (id) => ({ ...(await inbox.read(id)), state: 'running' }) as never },
      async answerLater(command) {
        await end(said('just in time'));
        return answerLater(command);
      },
    }));
    expect(await say()).toBe('answered: just in time');
    expect(await record()).toMatchObject({ state: 'done', delivery: { state: 'sent' } });
    expect(await waiting('deliver')).toEqual([]);
  });

  it('is told later when a run that may heal has put it off', async () => {
    const { say, record, end } = await world();
    const heard = say();
    await end(new BellhopError('upstream', 'The upstream is down.', { retryable: true }));
    expect(await heard).toMatch(/^later: /);
    expect(await record()).toMatchObject({ state: 'accepted' });
  });

  it('waits in its queue when no function can be had for it, as if nobody had ever taken it', async () => {
    const { say, record, functions, waiting, reports } = await world(() => ({ begin: () => Promise.reject(new StorageFailed('It', 'throttled')) }));
    expect(await say()).toMatch(/^later: /);
    const [body = ''] = await waiting('run-quick-interactive');
    const runs: unknown[] = [];
    await functions.runMessage(body, async ({ diedInside, record: { attempt } }) => {
      runs.push({ diedInside, attempt });
      return said('in the end');
    });
    expect(runs).toEqual([{ diedInside: false, attempt: 1 }]);
    expect(await record()).toMatchObject({ state: 'done', delivery: { state: 'pending' } });
    expect(reports).toHaveLength(1);
  });

  it('is spoken when the function began though it seemed not to', async () => {
    const { say, end, waiting } = await world(({ begin }) => ({
      async begin(command) {
        await begin(command);
        await new Promise((resolve) => setTimeout(resolve, 50));
        throw new StorageFailed('It', 'no answer');
      },
    }));
    const heard = say();
    await end(said('here'));
    expect(await heard).toBe('answered: here');
    expect(await waiting('run-quick-interactive')).toEqual([]);
  });

  it('gets the stored answer when it is told again, also while it runs', async () => {
    const { say, end } = await world();
    const heard = [say(), say()];
    await end(said('once'));
    expect(await Promise.all([...heard, say()])).toEqual(['answered: once', 'answered: once', 'answered: once']);
  });
});
