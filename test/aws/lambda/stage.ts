import { randomUUID } from 'node:crypto';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateScheduleGroupCommand } from '@aws-sdk/client-scheduler';
import { CreateSecretCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { slotsOf } from '../../../infra/aws/cdk/concurrency.ts';
import { type FunctionPart, feedsOf, functionParts } from '../../../infra/aws/cdk/functions.ts';
import { hiddenS, receiptsMax } from '../../../infra/aws/cdk/queue-rules.ts';
import { variablesOf } from '../../../infra/aws/cdk/variables-of.ts';
import { deadQueue, prefixOf, type QueueName, queueNames } from '../../../infra/aws/queues.ts';
import type { Env } from '../../../shared/channel/channel.ts';
import { type MovedClock, movedClock } from '../../moved-clock.ts';
import { type Aws, startAws } from '../aws.ts';
import { access, type Listening } from '../listening.ts';
import { EventSource, evenMood, type QueueMood } from './event-source.ts';
import { LambdaFunction } from './function.ts';
import { type GatewayMood, type GatewayRoute, httpApi } from './gateway.ts';
import { type AsyncMood, invokeApi } from './invoke-api.ts';
import { permitted } from './permitted.ts';
import type { SharedProcess } from './shared-process.ts';
import { type Meddling, wire } from './wire.ts';

/** How the stage's surroundings behave, to be changed at will. */
export interface StageMood {
  queues: QueueMood;
  invokes: AsyncMood;
  requests: GatewayMood;
  /** Calls of AWS, from the sandboxes. */
  calls: Meddling;
}

export interface StageOptions {
  /** What is in the stage's secret; BELLHOP_KEY is made. */
  readonly env: Env;
  /** A function's module, by its entry. */
  readonly fileOf: (entry: string) => string | Promise<string>;
  readonly parts?: readonly FunctionPart[];
  readonly clock?: MovedClock;
  /** How long a message that failed stays hidden, s; by default as in the stack, which is minutes. */
  readonly hiddenS?: (queue: QueueName | typeof deadQueue) => number;
  /** How often a message is received before it is put aside; by default as in the stack. */
  readonly receiptsMax?: number;
  /** Default: all goes well. */
  readonly mood?: StageMood;
  /** Processes of a function at most; default 2. */
  readonly processesMax?: number;
  /** All of its sandboxes share one. */
  readonly shared?: SharedProcess;
  /** For each function, beside what it is told. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** A line of the log of a function. */
export interface FunctionLine {
  readonly function: string;
  readonly text: string;
}

/** A stage as `deploy` makes it, over what stands in for AWS: its queues feed its bundled functions, and the HTTP API is in front. */
export interface Stage {
  readonly name: string;
  /** Of the HTTP API. */
  readonly origin: string;
  readonly aws: Aws;
  readonly clock: MovedClock;
  readonly table: string;
  /** The address of a queue, for clients of `aws`. */
  readonly queueUrl: (name: QueueName | typeof deadQueue | '') => string;
  /** By the names in infra/aws/cdk/functions.ts. */
  readonly function: (name: string) => LambdaFunction;
  readonly mood: StageMood;
  readonly lines: FunctionLine[];
  /** The schedule's minute: runs `sweep`, and answers when it has ended. */
  minute(): Promise<void>;
  /** Ends the process that makes a call (WireCall.from), whatever it does. */
  kill(from: string): void;
  /** Puts other values into the secret. */
  rotate(env: Env): Promise<void>;
  /** Nothing more is handed over; resolves when what runs has ended. */
  pause(): Promise<void>;
  /** After `pause`: as after a deployment, each event meets a new process. */
  resume(): void;
  close(): Promise<void>;
}

const well: StageMood = {
  queues: evenMood,
  invokes: { twice: () => false },
  requests: { twice: () => false },
  calls: (call, through) => through(call),
};

const stageName = 'test';
/** The stage's concurrent executions. */
const concurrency = 800;

export async function startStage(options: StageOptions): Promise<Stage> {
  const { clock = movedClock(), parts = functionParts, processesMax = 2 } = options;
  const aws = await startAws({ clock, alarm: clock });
  const { sqs, s3 } = aws.fauxqs;
  const prefix = prefixOf(stageName);
  const lines: FunctionLine[] = [];
  const mood: StageMood = { ...well, ...options.mood };
  const functions = new Map<string, LambdaFunction>();
  const routes: GatewayRoute[] = [];
  const denied: string[] = [];
  const held = permitted(
    parts,
    prefix,
    (what) => void denied.push(what),
    () => mood.calls,
  );
  const calls = () => held;
  const [api, invokes, ...wires] = await Promise.all([
    httpApi(routes, () => mood.requests),
    invokeApi(functions, { twice: () => mood.invokes.twice() }),
    wire('dynamodb', aws.dynamodb, clock, calls),
    wire('sqs', aws.fauxqs, clock, calls),
    wire('s3', { endpoint: aws.fauxqs.endpoint }, clock, calls),
    wire('scheduler', aws.scheduler, clock, calls),
    wire('secrets_manager', aws.secretsManager, clock, calls),
    wire('kms', aws.kms, clock, calls),
    wire('sesv2', aws.ses, clock, calls),
  ]);
  const lambda = await wire('lambda', invokes, clock, calls);
  const services = ['DYNAMODB', 'SQS', 'S3', 'SCHEDULER', 'SECRETS_MANAGER', 'KMS', 'SESV2', 'LAMBDA'];
  const endpoints = Object.fromEntries([...wires, lambda].map(({ endpoint }, n) => [`AWS_ENDPOINT_URL_${services[n]}`, endpoint]));

  const [table, secret] = await Promise.all([
    aws.dynamodb.table(),
    aws.secretsManager.client.send(new CreateSecretCommand({ Name: prefix, SecretString: secretOf(options.env) })),
    s3.send(new CreateBucketCommand({ Bucket: prefix })),
    aws.scheduler.client.send(new CreateScheduleGroupCommand({ Name: prefix })),
    makeQueues(aws, prefix, options.hiddenS ?? hiddenS, options.receiptsMax ?? receiptsMax),
  ]);
  const queueUrl = (name: string) => `${aws.fauxqs.endpoint}/000000000000/${prefix}-${name}`;
  const queueArn = (name: string) => `arn:aws:sqs:${access.region}:000000000000:${prefix}-${name}`;
  const places = {
    stage: stageName,
    url: api.endpoint,
    table,
    queues: `https://sqs.${access.region}.amazonaws.com/000000000000/${prefix}-`,
    queueArns: queueArn(''),
    bucket: prefix,
    schedules: prefix,
    schedulerRole: 'arn:aws:iam::000000000000:role/timers',
    secret: secret.ARN ?? '',
    key: await aws.kms.key(),
  };

  const slots = slotsOf(parts, concurrency);
  const sources: EventSource[] = [];
  for (const part of parts) {
    const name = `${prefix}-${part.name}`;
    const reserved = slots.reserved.get(part);
    const to = new LambdaFunction(
      {
        name,
        file: await options.fileOf(part.entry),
        env: { ...variablesOf(part, places), ...machineOf(name, part), ...endpoints, ...options.variables },
        timeoutMs: part.timeoutS * 1_000,
        memoryMb: part.memoryMb,
        ...(reserved === undefined ? {} : { reserved }),
      },
      {
        processesMax,
        clockOffsetMs: clock.offsetMs,
        line: (from, text) => void lines.push({ function: from, text }),
        ...(options.shared ? { start: options.shared.start } : {}),
      },
    );
    functions.set(name, to);
    if (part.trigger.kind === 'http') routes.push(...part.trigger.routes.map(({ method, path }) => ({ method, path, to })));
    for (const { queue, batch } of feedsOf(part)) {
      const maximum = [...slots.maximum].find(([feed]) => feed.queue === queue)?.[1] ?? concurrency;
      sources.push(new EventSource({ sqs, queueUrl: queueUrl(queue), queueArn: queueArn(queue), to, batch, maximum, mood: () => mood.queues }));
    }
  }
  const functionOf = (name: string) => {
    const found = functions.get(`${prefix}-${name}`);
    if (!found) throw new Error(`There is no function ${name}.`);
    return found;
  };

  return {
    name: prefix,
    origin: api.endpoint,
    aws,
    clock,
    table,
    queueUrl,
    function: functionOf,
    mood,
    lines,
    async minute() {
      for (const part of parts) if (part.trigger.kind === 'minute') await functionOf(part.name).invoke(minuteEvent(clock.now()));
    },
    kill(from) {
      for (const one of functions.values()) one.sandboxes.find(({ id }) => id === from)?.kill();
    },
    async rotate(env) {
      await aws.secretsManager.client.send(new PutSecretValueCommand({ SecretId: prefix, SecretString: secretOf(env) }));
    },
    async pause() {
      await Promise.all(sources.map((source) => source.pause()));
      await invokes.settled();
    },
    resume() {
      for (const one of functions.values()) one.renew();
      for (const source of sources) source.resume();
    },
    async close() {
      for (const source of sources) source.close();
      await Promise.all([...functions.values()].map((one) => one.close()));
      await options.shared?.close();
      await Promise.all([api, invokes, lambda, ...wires].map((one: Listening) => one.close()));
      await aws.close();
      if (denied.length > 0) throw new Error(`Functions did what they may not (infra/aws/cdk/functions.ts):\n${[...new Set(denied)].join('\n')}`);
    },
  };
}

/** A key as `deploy` makes one. */
const secretOf = (env: Env) => JSON.stringify({ BELLHOP_KEY: Buffer.alloc(32, 7).toString('base64'), ...env });

/** What Lambda itself sets. */
const machineOf = (name: string, { memoryMb }: FunctionPart) => ({
  PATH: process.env.PATH ?? '',
  TZ: ':UTC',
  LANG: 'en_US.UTF-8',
  AWS_REGION: access.region,
  AWS_DEFAULT_REGION: access.region,
  AWS_ACCESS_KEY_ID: access.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: access.credentials.secretAccessKey,
  AWS_SESSION_TOKEN: 'test',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_FORMAT: 'JSON',
  AWS_LAMBDA_LOG_LEVEL: 'INFO',
  LAMBDA_TASK_ROOT: '/var/task',
  _HANDLER: 'index.handler',
});

/** As EventBridge Scheduler calls a function that is given no input. */
const minuteEvent = (now: number) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.scheduler',
  account: '000000000000',
  time: new Date(now).toISOString(),
  region: access.region,
  resources: [],
  detail: '{}',
});

async function makeQueues({ fauxqs }: Aws, prefix: string, hidden: NonNullable<StageOptions['hiddenS']>, maxReceiveCount: number): Promise<void> {
  const make = (name: QueueName | typeof deadQueue, more: Record<string, string> = {}) =>
    fauxqs.sqs.send(new CreateQueueCommand({ QueueName: `${prefix}-${name}`, Attributes: { VisibilityTimeout: String(hidden(name)), ...more } }));
  await make(deadQueue);
  const deadLetterTargetArn = `arn:aws:sqs:${access.region}:000000000000:${prefix}-${deadQueue}`;
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
  await Promise.all(queueNames.map((name) => make(name, { RedrivePolicy })));
}
