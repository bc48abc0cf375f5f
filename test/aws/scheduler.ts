import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { SchedulerClient, type SchedulerClientConfig } from '@aws-sdk/client-scheduler';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { type Clock, systemClock } from '../../shared/clock.ts';
import { type Alarm, systemAlarm } from '../../shared/timers/alarm.ts';
import { dice } from '../../shared/timers/dice.ts';
import { listening, quickAccess } from './listening.ts';
import { type Schedule, scheduleBook } from './scheduler-book.ts';
import { invalid, SchedulerError } from './scheduler-errors.ts';
import { firing, type Mood } from './scheduler-firing.ts';
import { operationsOn, routes } from './scheduler-operations.ts';
import { type Operation, type Rates, throttle } from './scheduler-throttle.ts';

export interface SchedulerOptions {
  /** Where schedules fire to. */
  readonly sqs: Pick<SQSClient, 'send'>;
  readonly clock?: Clock;
  /** By the clock; the machine's timers by default. */
  readonly alarm?: Alarm;
  /** How many there may be: the service's defaults. */
  readonly quotas?: { readonly schedules?: number; readonly groups?: number };
  readonly rates?: Rates;
  readonly seed?: number;
}

export interface Scheduler {
  readonly endpoint: string;
  readonly client: SchedulerClient;
  /** Another client of it. */
  connect(config?: SchedulerClientConfig): SchedulerClient;
  /** How it fires: somewhere within its minute, and once, until told otherwise. */
  readonly mood: Mood;
  /** What is scheduled, in all groups. */
  schedules(): readonly Schedule[];
  /** Refuses the next requests as too many; those of one operation where it is named. */
  throttle(times: number, operation?: Operation): void;
  /** How many requests were refused as too many. */
  throttled(): number;
  /** Fires it, though it may have been deleted: a deletion can come too late. */
  fire(schedule: Schedule): void;
  /** Resolves when what has fired is in its queue. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/**
 * EventBridge Scheduler's stand-in, in memory: one-time schedules in UTC, and their groups. It takes nothing that it doesn't do: recurring schedules, other zones, windows,
 * other targets than queues. Not checked against the service: whether a client token outlives its schedule (here it doesn't), and the words of its messages.
 */
export async function startScheduler(options: SchedulerOptions): Promise<Scheduler> {
  const clock = options.clock ?? systemClock;
  const book = scheduleBook(() => clock.now(), { schedules: 1_000_000, groups: 500, ...options.quotas });
  const roll = dice(options.seed ?? 1);
  const mood: Mood = { within: roll, twice: () => false };
  const fired = firing(book, options.alarm ?? systemAlarm(clock), options.sqs, mood);
  const limit = throttle(clock, options.rates ?? {});

  const operations = operationsOn(book, clock, fired.plan);

  async function answer(request: IncomingMessage): Promise<object> {
    const url = new URL(request.url ?? '/', 'http://scheduler');
    const [, kind, name] = url.pathname.split('/');
    const operation = routes[`${request.method} ${kind}${name === undefined ? '' : '/NAME'}`];
    if (!operation) throw new SchedulerError('UnknownOperationException', `${request.method} ${url.pathname}`);
    const body = await bodyOf(request);
    limit.pass(operation);
    return operations[operation](decodeURIComponent(name ?? ''), url.searchParams, body);
  }

  const { endpoint, close } = await listening(
    createServer((request, response) => {
      answer(request).then(
        (body) => respond(response, 200, body),
        (cause) => fail(response, cause),
      );
    }),
  );
  const clients: SchedulerClient[] = [];
  const connect = (config: SchedulerClientConfig = {}): SchedulerClient => {
    const client = new SchedulerClient({ ...quickAccess, endpoint, ...config });
    clients.push(client);
    return client;
  };
  return {
    endpoint,
    client: connect(),
    connect,
    mood,
    schedules: () => [...book.schedules.values()],
    throttle: limit.order,
    throttled: limit.refused,
    fire: fired.fire,
    settled: fired.settled,
    async close() {
      fired.end();
      for (const one of clients) one.destroy();
      await close();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (chunks.length === 0) return {};
  try {
    return JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
  } catch {
    throw invalid('The body is no JSON.');
  }
}

function respond(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function fail(response: ServerResponse, cause: unknown): void {
  const error = cause instanceof SchedulerError ? cause : new SchedulerError('InternalServerException', String(cause));
  respond(response, error.status, { Message: error.message }, { 'x-amzn-errortype': error.name });
}
