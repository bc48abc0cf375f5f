import { randomBytes } from 'node:crypto';
import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateScheduleGroupCommand } from '@aws-sdk/client-scheduler';
import { CreateQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { type DynamoDb, startDynamoDb } from '../../../test/aws/dynamodb.ts';
import { type Fauxqs, startFauxqs } from '../../../test/aws/fauxqs.ts';
import { AwsProcess, type Meddle } from '../../../test/aws/process.ts';
import { type Scheduler, type SchedulerOptions, startScheduler } from '../../../test/aws/scheduler.ts';
import { Traffic } from '../../../test/aws/traffic.ts';
import { type ManualClock, manualClock } from '../manual-clock.ts';
import type { TimersSubject } from '../timers.contract.ts';
import { delaysByClock } from './event-source.contract.ts';
import { recordIn, type TimerRecord } from './item.ts';
import type { ScheduleGroup } from './schedules.ts';
import { type AwsTimers, type AwsTimersOptions, awsTimers } from './timers.ts';

/** The services, for all tests of a file. */
export interface Cloud {
  readonly dynamodb: DynamoDb;
  readonly fauxqs: Fauxqs;
  close(): Promise<void>;
}

export async function startCloud(): Promise<Cloud> {
  const [dynamodb, fauxqs] = await Promise.all([startDynamoDb(), startFauxqs()]);
  return {
    dynamodb,
    fauxqs,
    async close() {
      await Promise.all([dynamodb.close(), fauxqs.close()]);
    },
  };
}

/** A stage of its own: table, queues, Scheduler, and a clock that waits between two rings until the services have answered. */
export interface Stage {
  readonly clock: ManualClock;
  readonly scheduler: Scheduler;
  readonly table: string;
  readonly queueUrl: string;
  readonly queueArn: string;
  /** The group of its schedules. */
  readonly group: string;
  /** What its processes have logged. */
  readonly warnings: readonly string[];
  /** A process on it. */
  process(options?: ProcessOptions): Process;
  /** The timers in the table. */
  left(): Promise<readonly TimerRecord[]>;
  /** Done, too, between two rings of the clock. */
  between(act: () => Promise<void>): void;
  /** Whether there is any message in the queue. */
  holds(): Promise<boolean>;
  /** Waits until the services have answered all that is asked. */
  rest(): Promise<void>;
  /** Some answers of the services later. */
  pause(): Promise<void>;
  close(): Promise<void>;
}

export interface ProcessOptions extends Partial<Pick<AwsTimersOptions, 'rates'>> {
  /** Stands around all that it asks of the services; `die` kills it. */
  readonly meddle?: (die: () => void) => Meddle;
  /** Of each request to Scheduler, the client's own. */
  readonly maxAttempts?: number;
  /** Changes the client of the table. */
  readonly table?: (client: DynamoDBClient) => void;
}

export interface Process {
  readonly timers: AwsTimers;
  /** As by kill -9: what it has asked for may be done, and it hears nothing of it. */
  die(): void;
  /** Resolves when it has died. */
  readonly died: Promise<void>;
}

export interface StageOptions extends Partial<SchedulerOptions> {
  /** Delays of messages go by the stage's clock: for an event source that holds them. Else by the machine's. */
  readonly delays?: 'clock' | 'machine';
}

export async function openStage({ dynamodb, fauxqs }: Cloud, { delays, ...options }: StageOptions = {}): Promise<Stage> {
  const traffic = new Traffic();
  const warnings: string[] = [];
  const between: (() => Promise<void>)[] = [];
  const clock = manualClock(undefined, async () => {
    await traffic.rest();
    for (const act of between) await act();
  });
  const stage = `stage-${randomBytes(6).toString('hex')}`;
  const { QueueUrl: queueUrl = '' } = await fauxqs.sqs.send(new CreateQueueCommand({ QueueName: stage, Attributes: { VisibilityTimeout: '1' } }));
  const { Attributes } = await fauxqs.sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }));
  const queueArn = Attributes?.QueueArn ?? '';
  const connectSqs = () => (delays === 'clock' ? delaysByClock(fauxqs.connectSqs(), clock) : fauxqs.connectSqs());
  const scheduler = await startScheduler({ sqs: new AwsProcess(traffic).client(connectSqs()), clock, alarm: clock, ...options });
  await scheduler.client.send(new CreateScheduleGroupCommand({ Name: stage }));
  const table = await dynamodb.table();
  const names: Omit<ScheduleGroup, 'client'> = {
    group: stage,
    queueArn,
    roleArn: 'arn:aws:iam::000000000000:role/clock',
    deadLetterArn: `${queueArn}-dead`,
  };

  function process({ meddle, maxAttempts = 3, table: changed, ...own }: ProcessOptions = {}): Process {
    const alive: AwsProcess = new AwsProcess(
      traffic,
      meddle?.(() => alive.kill()),
    );
    const dynamo = dynamodb.connect();
    changed?.(dynamo);
    return {
      timers: awsTimers({
        table: { client: alive.client(dynamo), name: table },
        queue: { client: alive.client(connectSqs()), url: queueUrl },
        schedules: { client: alive.client(scheduler.connect({ maxAttempts })), ...names },
        clock,
        alarm: clock,
        log: { warn: (_, message) => void warnings.push(message) },
        ...own,
      }),
      die: () => alive.kill(),
      died: alive.died,
    };
  }

  return {
    clock,
    scheduler,
    table,
    queueUrl,
    queueArn,
    group: stage,
    warnings,
    process,
    async left() {
      const { Items = [] } = await dynamodb.client.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
      return Items.map((item) => recordIn(item));
    },
    between: (act) => void between.push(act),
    holds: () => fauxqs.holds(queueUrl),
    rest: () => traffic.rest(),
    pause: () => new Promise((resolve) => setTimeout(resolve, 20)),
    close: () => scheduler.close(),
  };
}

/** What the suite of all timers runs on. */
export async function openTimers(cloud: Cloud): Promise<TimersSubject> {
  const stage = await openStage(cloud);
  let process = stage.process();
  return {
    timers: process.timers,
    clock: stage.clock,
    pause: stage.pause,
    async crash() {
      process.die();
      process = stage.process();
      return process.timers;
    },
    async close() {
      process.die();
      await stage.close();
    },
  };
}
