import { caughtUpMax, dueAt, missedAfterMs, type Schedule } from './schedule.ts';
import { slotAfter } from './slots.ts';

export interface Decision {
  /** To issue now, oldest first. */
  readonly run: readonly number[];
  /** Slots up to now that are not run, as far as they were counted: `countedMax`. */
  readonly leftOut: number;
  /** The newest slot that came by now. */
  readonly decided?: number;
  /** The slot to wait for; undefined when none comes. */
  readonly next?: number;
}

/** Slots that are looked at one by one, newest first. */
export const countedMax = 200;

/** Which slots of a schedule run at an instant, by its rule and what it says of missed ones. `graceMs`: later than this is missed. Pure. Throws RangeError for a zone that is no more. */
export function decide(schedule: Schedule, now: number, graceMs = missedAfterMs): Decision {
  const { missed, overlap, withinMs = Number.POSITIVE_INFINITY, rule, madeAt, until = Number.POSITIVE_INFINITY } = schedule;
  const from = schedule.decided ?? madeAt;
  const come = slotsUpTo(schedule, from, Math.min(now, until));
  const late = (slot: number) => now - dueAt(schedule, slot);
  // A slot whose jitter puts it off has not come yet, nor have those after it.
  const open = come.findIndex((slot) => late(slot) < 0);
  const slots = open < 0 ? come : come.slice(0, open);
  const wanted = missed === 'all' ? slots : missed === 'once' ? slots.slice(-1) : slots.filter((slot) => late(slot) <= graceMs);
  const all = wanted.slice(-caughtUpMax).filter((slot) => late(slot) <= withinMs);
  // One at a time: those after it are decided about when it is issued, and wait for its end or are left out.
  const [first] = all;
  const single = overlap !== 'parallel' && first !== undefined && all.length > 1;
  const run = single ? [first] : all;
  const passed = single ? slots.slice(0, slots.indexOf(first) + 1) : slots;
  const decided = passed.at(-1) ?? schedule.decided;
  const next = slotAfter(rule, madeAt, single || open >= 0 ? (decided ?? madeAt) : Math.max(decided ?? madeAt, now));
  return {
    run,
    leftOut: passed.length - run.length,
    ...(decided === undefined ? {} : { decided }),
    ...(next === null || next > until ? {} : { next }),
  };
}

/** The newest slots after `from` up to `to`, oldest first: `countedMax` at most. Looks back from the end, so that a minute's rule costs no more after a year of sleep. */
function slotsUpTo({ rule, madeAt }: Schedule, from: number, to: number): number[] {
  for (let back = 120_000; ; back *= 2) {
    const start = Math.max(from, to - back);
    const slots: number[] = [];
    for (let slot = slotAfter(rule, madeAt, start); slot !== null && slot <= to; slot = slotAfter(rule, madeAt, slot)) slots.push(slot);
    if (start === from || slots.length >= countedMax) return slots.slice(-countedMax);
  }
}
