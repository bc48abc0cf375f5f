import type { Dice } from '../../shared/timers/dice.ts';
import { percentile } from '../statistics.ts';

/** How many timers fire when, and what stands in their way. */
export interface FiringInput {
  readonly timers: number;
  /** They are due spread evenly over this, ms; 0: all at one instant. */
  readonly overMs: number;
  /** Scheduler's quota: invocations of targets a second. */
  readonly invocations: number;
  /** Messages of the clock queue that its function answers a second, all of its runs together. */
  readonly answers: number;
  readonly random: Dice;
}

export interface Lateness {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Timers whose schedule fired only after their time. */
  readonly scheduledLate: number;
}

/** A schedule fires so long ahead, and anywhere within this. */
const [leadMs, withinMs] = [120_000, 60_000];
/** From SQS to its function: a long poll wakes at once. */
const wayMs = 30;

/**
 * When timers fire, on a clock of its own: each by its schedule, 2 minutes ahead and anywhere within a minute, as many a second as Scheduler invokes; then through the clock queue, which has
 * its message until the second that the timer is due in; as many a second as the function answers. The sweeper's help for what is late (1,000 a minute) is left out.
 */
export function fireThrough({ timers, overMs, invocations, answers, random }: FiringInput): Lateness {
  const dues = Array.from({ length: timers }, (_, i) => (overMs * i) / timers);
  const woken = dues.map((due) => ({ due, at: Math.floor(due / 1_000) * 1_000 - leadMs + random() * withinMs }));
  const scheduler = server(invocations);
  let scheduledLate = 0;
  const ready = woken
    .sort((a, b) => a.at - b.at)
    .map(({ due, at }) => {
      const fired = scheduler(at);
      if (fired > due) scheduledLate++;
      // Its first message is answered at once, and sent on with what is left, in whole seconds.
      const told = fired + wayMs;
      return { due, at: told >= due ? told : told + Math.ceil((due - told) / 1_000) * 1_000 };
    });
  const clock = server(answers / 2);
  const late = ready.sort((a, b) => a.at - b.at).map(({ due, at }) => clock(at) + wayMs - due);
  return { p50Ms: percentile(late, 50), p99Ms: percentile(late, 99), maxMs: percentile(late, 100), scheduledLate };
}

/** Serves so many a second, in order: when what comes at an instant is served. */
function server(perSecond: number): (at: number) => number {
  let free = Number.NEGATIVE_INFINITY;
  return (at) => {
    const served = Math.max(at, free);
    free = served + 1_000 / perSecond;
    return served;
  };
}
