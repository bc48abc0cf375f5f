import { bucket } from '../../shared/timers/aws/bucket.ts';
import { atOnce, defaultQuotas, defaultRates, type Rates } from '../../shared/timers/aws/rates.ts';
import { throttle } from './scheduler-throttle.ts';

/** Many timers that are armed, and then taken away, as fast as the application does it. */
export interface PlanInput {
  readonly timers: number;
  /** Armed, or taken away, a second, by all processes together. */
  readonly perSecond: number;
  /** Processes that do so. */
  readonly processes: number;
  readonly rates?: Rates;
  readonly quotas?: { readonly creates: number; readonly deletes: number };
  /** Of each minute, for how long what comes after works: a function ends some time. Default all of it, s. */
  readonly sweepS?: number;
  /** How often the reconciler begins, s, to work for as long, and how many parts it compares one after the other. Default each minute, all. */
  readonly reconcileEachS?: number;
  readonly parts?: number;
}

export interface Plan {
  /** Until all have their schedules, seconds; those made by who armed them, and those planned and made by the sweeper. */
  readonly createdAfter: number;
  readonly createdAtOnce: number;
  /** Until no schedule is left, seconds; those deleted by who took them away, the others by the reconciler. */
  readonly deletedAfter: number;
  readonly deletedAtOnce: number;
  /** The most requests in any second, and how many of all the service refused. */
  readonly createsMax: number;
  readonly deletesMax: number;
  readonly refused: number;
}

/**
 * How long a number of timers takes through Scheduler's quotas: the driver's own buckets against the stand-in's own throttle, on a clock that goes by milliseconds, with no request
 * in between. A million take some seconds of computing.
 */
export function planThrough({
  timers,
  perSecond,
  processes,
  rates = defaultRates,
  quotas = defaultQuotas,
  sweepS = 60,
  reconcileEachS = 60,
  parts = 1,
}: PlanInput): Plan {
  const created = through(timers, perSecond, processes, rates.arm, atOnce.arm, rates.plan, atOnce.plan, quotas.creates, [sweepS, 60, timers]);
  const deleted = through(timers, perSecond, processes, rates.remove, atOnce.remove, rates.clean, atOnce.clean, quotas.deletes, [
    sweepS,
    reconcileEachS,
    Math.ceil(timers / parts),
  ]);
  return {
    createdAfter: created.seconds,
    createdAtOnce: created.direct,
    deletedAfter: deleted.seconds,
    deletedAtOnce: deleted.direct,
    createsMax: created.max,
    deletesMax: deleted.max,
    refused: created.refused + deleted.refused,
  };
}

/** Requests that processes make at once where their rate allows it, and one other process, that comes after, for the rest. */
function through(
  count: number,
  perSecond: number,
  processes: number,
  own: number,
  ownAtOnce: number,
  after: number,
  afterAtOnce: number,
  quota: number,
  [worksS, eachS, mostARun]: readonly [number, number, number],
) {
  let now = 0;
  const clock = { now: () => now };
  const alarm = { set: () => () => {} };
  const limit = throttle(clock, { CreateSchedule: quota });
  const buckets = Array.from({ length: processes }, () => bucket(own, ownAtOnce, clock, alarm));
  const rest = bucket(after, afterAtOnce, clock, alarm);
  const done = { direct: 0, later: 0 };
  let asked = 0;
  let max = 0;
  let second = { at: 0, count: 0 };
  // It begins with each minute, and ends when it finds nothing left, or when its time is over.
  let isSweeping = false;
  let inThisRun = 0;

  const request = (): void => {
    const at = Math.floor(now / 1_000);
    second = { at, count: second.at === at ? second.count + 1 : 1 };
    max = Math.max(max, second.count);
    try {
      limit.pass('CreateSchedule');
    } catch {
      // Counted by the throttle; the figure is right when there is none.
    }
  };

  for (; done.direct + done.later < count; now++) {
    for (; asked < count && asked < ((now + 1) * perSecond) / 1_000; asked++) {
      if (!buckets[asked % processes]?.take()) continue;
      done.direct++;
      request();
    }
    if (now % (eachS * 1_000) >= worksS * 1_000) isSweeping = false;
    // All are asked for, and nobody works: until somebody does.
    if (asked === count && !isSweeping) now = Math.ceil((now + 1) / (eachS * 1_000)) * eachS * 1_000;
    if (now % (eachS * 1_000) === 0) {
      isSweeping = true;
      inThisRun = 0;
    }
    while (isSweeping && inThisRun < mostARun && done.direct + done.later < asked && rest.take()) {
      done.later++;
      inThisRun++;
      request();
    }
    if (done.direct + done.later === asked || inThisRun === mostARun) isSweeping = false;
  }
  return { ...done, seconds: now / 1_000, max, refused: limit.refused() };
}
