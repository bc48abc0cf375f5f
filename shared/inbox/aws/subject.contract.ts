import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateQueueCommand, DeleteQueueCommand } from '@aws-sdk/client-sqs';
import { type DynamoDb, startDynamoDb } from '../../../test/aws/dynamodb.ts';
import { type Fauxqs, startFauxqs } from '../../../test/aws/fauxqs.ts';
import { moto } from '../../../test/aws/moto.ts';
import { AwsProcess, type Meddle } from '../../../test/aws/process.ts';
import { Traffic } from '../../../test/aws/traffic.ts';
import { type Priority, priorities } from '../../command/command.ts';
import { type ManualClock, manualClock } from '../../timers/manual-clock.ts';
import type { Inbox } from '../inbox.ts';
import type { InboxSubject, SubjectOptions } from '../subject.contract.ts';
import { awsInbox } from './inbox.ts';
import type { Line } from './messages.ts';
import type { AwsInboxOptions, AwsInboxParts } from './options.ts';
import type { Parts } from './parts.ts';

/** On a busy machine moto hands over a message later than a test takes it for lost (test/aws/traffic.ts): each pause is so much longer there, ms. */
const motoMs = 20;

/** The stand-ins that the inbox needs, shared by the tests of a file. */
export interface World {
  readonly dynamodb: DynamoDb;
  readonly fauxqs: Fauxqs;
  close(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const [dynamodb, fauxqs] = await Promise.all([startDynamoDb(), startFauxqs()]);
  return {
    dynamodb,
    fauxqs,
    async close() {
      await Promise.all([dynamodb.close(), fauxqs.close()]);
    },
  };
}

/** Large parts, in memory. */
export function memoryParts(): Parts & { readonly kept: ReadonlyMap<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    put: async (key, text) => void kept.set(key, text),
    get: async (key) => kept.get(key) ?? null,
    delete: async (key) => void kept.delete(key),
  };
}

/** A table and queues of their own, on which any number of processes work by one clock. */
export interface AwsSubject extends InboxSubject {
  readonly parts: AwsInboxParts & { readonly parts: ReturnType<typeof memoryParts> };
  /** Until nothing is under way. */
  pause(): Promise<void>;
  /** Whether there is any message in a queue. */
  holds(queueUrl: string): Promise<boolean>;
  readonly reports: { readonly what: string; readonly cause: unknown }[];
  /** Another process. */
  process(meddle?: Meddle): OneProcess;
}

export interface OneProcess {
  readonly inbox: Inbox;
  readonly parts: AwsInboxParts;
  readonly options: AwsInboxOptions;
  readonly died: Promise<void>;
  kill(): void;
}

export async function openAws({ dynamodb, fauxqs }: World, options: SubjectOptions & Partial<AwsInboxOptions> = {}): Promise<AwsSubject> {
  const traffic = new Traffic();
  const clock: ManualClock = manualClock(undefined, () => traffic.rest());
  const name = `i${randomBytes(5).toString('hex')}`;
  const [table, quick, deliver] = await Promise.all([dynamodb.table(), line(`${name}-run`), line(`${name}-deliver`)]);
  const parts: AwsSubject['parts'] = {
    table: { client: dynamodb.client, name: table },
    sqs: fauxqs.sqs,
    queues: { run: { quick }, deliver },
    parts: memoryParts(),
  };
  const reports: { what: string; cause: unknown }[] = [];

  function process(meddle?: Meddle): OneProcess {
    const alive = new AwsProcess(traffic, meddle);
    const own: AwsInboxParts = { ...parts, table: { ...parts.table, client: alive.client(dynamodb.client) }, sqs: alive.client(fauxqs.sqs) };
    const given: AwsInboxOptions = {
      clock,
      alarm: alive.alarm(clock),
      random: () => 0.5,
      // The stand-in doesn't serve groups in turn, as fair queues do: all at hand, the lines here do.
      fetchMax: 300,
      report: (what, cause) => void reports.push({ what, cause }),
      ...options,
    };
    return { inbox: awsInbox(own, given), parts: own, options: given, died: alive.died, kill: () => alive.kill() };
  }

  async function line(prefix: string): Promise<Line> {
    const url = async (priority: Priority) => (await fauxqs.sqs.send(new CreateQueueCommand({ QueueName: `${prefix}-${priority}` }))).QueueUrl ?? '';
    const [alert, interactive, report] = await Promise.all([url('alert'), url('interactive'), url('report')]);
    return { alert, interactive, report };
  }

  let now = process();
  return {
    inbox: now.inbox,
    clock,
    parts,
    reports,
    process,
    async pause() {
      await traffic.rest();
      if (moto) await sleep(motoMs);
    },
    holds: fauxqs.holds,
    async crash() {
      now.kill();
      now = process();
      return now.inbox;
    },
    async close() {
      now.kill();
      // Ends the receives that wait.
      await Promise.all(
        [quick, deliver].flatMap((one) => priorities.map((priority) => fauxqs.sqs.send(new DeleteQueueCommand({ QueueUrl: one[priority] })))),
      );
    },
  };
}
