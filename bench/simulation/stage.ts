import { slotsOf } from '../../infra/aws/cdk/concurrency.ts';
import { feedsOf, functionParts } from '../../infra/aws/cdk/functions.ts';
import type { Dice } from '../../shared/timers/dice.ts';
import { poisson, type Rate } from './arrivals.ts';
import { Events } from './events.ts';
import { Account, LambdaFunction } from './function.ts';
import { full, type Gauge, gauge, note } from './gauge.ts';
import { Histogram } from './histogram.ts';
import type { Profile, StepName } from './profile.ts';
import { Queue } from './queue.ts';
import { quotas } from './quotas.ts';
import { Table } from './table.ts';

/** How long the steps take, s: of each the middle one. A handler waits for others most of its time, a send for its platform. */
export interface Times {
  readonly accept: number;
  readonly run: number;
  readonly deliver: number;
  /** From a queue to its function. */
  readonly way: number;
  readonly cold: number;
}

export interface StageInput {
  readonly profile: Profile;
  readonly times: Times;
  readonly random: Dice;
  /** `concurrency` and `requestsPerSecond` of the stage. */
  readonly concurrency: number;
  readonly requestsPerSecond: number;
  readonly account?: number;
  /** Warm throughput of the table's writes. */
  readonly warm?: number;
  readonly workShards?: number;
  readonly isFair?: boolean;
  /** How many of all commands one tenant says, the loudest. */
  readonly loudShare?: number;
  /** Events at once at most, where they don't follow from the stage: of runs, of deliveries. */
  readonly maximum?: { readonly run: number; readonly deliver: number };
  /** How far times are from their middle: of their logarithm. Default: the 99th of a hundred takes three times as long. */
  readonly sigma?: number;
  /** They come one after the other, not as it happens. */
  readonly isEven?: boolean;
  /** One queue for all priorities. */
  readonly isOneQueue?: boolean;
}

export interface Simulated {
  readonly commands: number;
  /** From acceptance to delivery, s: of all, of alerts, of the tenants that are not loud. */
  readonly all: Histogram;
  readonly alerts: Histogram;
  readonly quiet: Histogram;
  /** Not taken at once: the platform was told so, and tells it again; and those that were never taken. */
  readonly refusedAtDoor: number;
  readonly notAccepted: number;
  readonly gauges: readonly Gauge[];
  /** What was used, for all commands together. */
  readonly used: { readonly runs: number; readonly gbS: number; readonly sqs: number; readonly writes: number; readonly reads: number };
  readonly longestQueue: number;
  readonly cold: number;
}

interface Command {
  readonly at: number;
  readonly tenant: number;
  readonly isAlert: boolean;
  /** When it was accepted, s; before it is 0. */
  acceptedAt: number;
  tries: number;
}

/** What platforms say again, s after they were refused: Slack at once, after a minute and after five. */
const againS = [1, 60, 300];
/** After a call that the table does not take: the client's own tries, s; then the message comes again, or the platform is refused. */
const callAgainS = [0.1, 0.3] as const;
const leaseS = 30;
const tenants = 2_000;
const [alertShare, reportShare] = [0.02, 0.1];
/** Timers of more than 15 minutes, of all commands. */
const timersShare = 0.02;

/** A stage of AWS on a clock of its own, with commands that come at a rate: door, functions, queues, table and Scheduler as AWS says that they scale. */
export function simulate(input: StageInput, rate: Rate, from: number, to: number): Simulated {
  const { profile, times, random, concurrency, requestsPerSecond, isFair = true, loudShare = 0, sigma = 0.47 } = input;
  const events = new Events();
  const account = new Account(input.account);
  const table = new Table(random, {
    ...(input.warm === undefined ? {} : { warm: input.warm }),
    ...(input.workShards === undefined ? {} : { workShards: input.workShards }),
  });
  const door = gauge('HTTP API: requests a second', '`requestsPerSecond` of the stage; or the function URLs, which have no throttle');
  const schedules = gauge('Scheduler: schedules made a second', 'nothing: what is more is planned, and made by the sweeper');
  const { reserved, maximum } = slotsOf(functionParts, concurrency);
  const part = (name: string) => functionParts.find((one) => one.name === name) ?? raise(`There is no function ${name}.`);
  const made = (name: string) =>
    new LambdaFunction(events, account, { name, reserved: reserved.get(part(name)) ?? quotas.lambda.account, coldS: times.cold });
  // As many ingresses as channels: most speak by one.
  const ingress = { slack: made('ingress-slack'), others: made('ingress-teams') };
  const run = made('run-quick');
  const deliver = made('deliver');
  const done = { all: new Histogram(), alerts: new Histogram(), quiet: new Histogram() };
  const sums = { commands: 0, refusedAtDoor: 0, notAccepted: 0 };

  const queueOf = (owner: string, i: number, name: string, runs: (messages: readonly Command[], ended: () => void) => boolean) => {
    const feed = feedsOf(part(owner))[i] ?? raise(`${owner} has no such queue.`);
    return new Queue<Command>(events, {
      name,
      batch: feed.batch,
      maximum: (owner === 'deliver' ? input.maximum?.deliver : input.maximum?.run) ?? maximum.get(feed) ?? feed.slots,
      isFair,
      tenantOf: ({ tenant }) => tenant,
      run: runs,
    });
  };
  // In the order of the stage's definition.
  const toDeliver = ['deliveries of alerts', 'deliveries'].map((name, i) =>
    queueOf('deliver', i, name, (messages, ended) => handle(deliver, 'deliver', messages, ended, delivered)),
  );
  const toRun = ['alerts', 'interactive commands', 'reports'].map((name, i) =>
    queueOf('run-quick', i, name, (messages, ended) =>
      handle(run, 'run', messages, ended, (command) => toDeliver[command.isAlert && !input.isOneQueue ? 0 : 1]?.send(command)),
    ),
  );

  let tokens = requestsPerSecond * 2;
  let tokensAt = from;
  let knocked = { second: from, count: 0 };
  events.now = from;
  arrive(from);
  events.run();

  const functions = [
    [ingress.slack, part('ingress-slack')],
    [ingress.others, part('ingress-teams')],
    [run, part('run-quick')],
    [deliver, part('deliver')],
  ] as const;
  const queues = [...toRun, ...toDeliver];
  return {
    ...sums,
    ...done,
    gauges: [
      door,
      ...functions.map(([one]) => one.gauge),
      account.gauge,
      ...queues.map((one) => one.gauge),
      table.gauges.writes,
      table.gauges.work,
      table.gauges.partition,
      schedules,
    ],
    used: {
      runs: functions.reduce((sum, [one]) => sum + one.runs, 0),
      gbS: functions.reduce((sum, [one, { memoryMb }]) => sum + (one.busyS * memoryMb) / 1_024, 0),
      // Sent, received and deleted, the latter two in batches.
      sqs: queues.reduce((sum, { sends, receives }) => sum + sends + 2 * receives, 0),
      writes: table.written,
      reads: table.read,
    },
    longestQueue: Math.max(...queues.map(({ longest }) => longest)),
    cold: functions.reduce((sum, [one]) => sum + one.cold, 0),
  };

  /** All that come in one second, then the next. */
  function arrive(second: number): void {
    if (second >= to) return;
    const count = input.isEven ? rate(second) : poisson(rate(second), random);
    for (let i = 0; i < count; i++) {
      const isLoud = random() < loudShare;
      const command: Command = {
        at: second + (input.isEven ? i / count : random()),
        tenant: isLoud ? 0 : 1 + Math.floor(random() ** 3 * tenants),
        isAlert: random() < alertShare,
        acceptedAt: 0,
        tries: 0,
      };
      events.set(command.at, () => knock(command));
    }
    const timers = poisson(rate(second) * timersShare, random);
    note(schedules, timers, quotas.scheduler.creates);
    events.set(second + 1, () => arrive(second + 1));
  }

  function knock(command: Command): void {
    const { now } = events;
    if (command.tries === 0) sums.commands++;
    tokens = Math.min(requestsPerSecond * 2, tokens + (now - tokensAt) * requestsPerSecond);
    tokensAt = now;
    if (Math.floor(now) !== knocked.second) knocked = { second: Math.floor(now), count: 0 };
    note(door, Math.min(++knocked.count, requestsPerSecond), requestsPerSecond);
    if (tokens < 1) {
      full(door, now);
      refused(command);
      return;
    }
    tokens--;
    const by = random() < 0.5 ? ingress.slack : ingress.others;
    const isTaken = table.takes(now, profile.accept);
    // Else the client tries once more within the time that a platform waits.
    const isRun = by.run(spread(times.accept) + (isTaken ? 0 : callAgainS[0]), () => {
      if (!isTaken && !table.takes(events.now, profile.accept)) return refused(command);
      command.acceptedAt = events.now;
      toRun[lineOf(command)]?.send(command);
    });
    if (!isRun) refused(command);
  }

  function lineOf({ isAlert }: Command): number {
    if (input.isOneQueue) return 1;
    return isAlert ? 0 : random() < reportShare ? 2 : 1;
  }

  function refused(command: Command): void {
    sums.refusedAtDoor++;
    const again = againS[command.tries++];
    if (again === undefined) sums.notAccepted++;
    else events.set(events.now + again, () => knock(command));
  }

  /** One event of a function: its messages side by side, each with its step's calls. */
  function handle(by: LambdaFunction, step: StepName, messages: readonly Command[], ended: () => void, then: (command: Command) => void): boolean {
    let tookS = 0;
    for (const _ of messages) tookS = Math.max(tookS, spread(step === 'run' ? times.run : times.deliver));
    return by.run(times.way + tookS, () => {
      for (const message of messages) call(step, message, then, 0);
      ended();
    });
  }

  function call(step: StepName, command: Command, then: (command: Command) => void, tries: number): void {
    if (table.takes(events.now, profile[step])) {
      then(command);
      return;
    }
    // Then its lease ends, and the sweeper sends it on.
    const again = callAgainS[tries] ?? leaseS * (1 + random());
    events.set(events.now + again, () => call(step, command, then, tries + 1));
  }

  function delivered({ acceptedAt, isAlert, tenant }: Command): void {
    const took = events.now - acceptedAt;
    done.all.add(took);
    if (isAlert) done.alerts.add(took);
    if (tenant !== 0) done.quiet.add(took);
  }

  /** Some take longer: log-normal. */
  function spread(middle: number): number {
    const normal = Math.sqrt(-2 * Math.log(random() || Number.MIN_VALUE)) * Math.cos(2 * Math.PI * random());
    return middle * Math.exp(sigma * normal);
  }
}

function raise(what: string): never {
  throw new Error(what);
}
