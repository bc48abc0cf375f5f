import { sideBySide } from '../../aws/side-by-side.ts';
import type { Table } from '../../aws/table.ts';
import type { Clock } from '../../clock.ts';
import type { Alarm } from '../alarm.ts';
import { readTimers } from './read-timers.ts';
import type { TimeIndex } from './time-index.ts';
import { until } from './until.ts';
import type { Waking } from './waking.ts';

/** Timers looked at in one turn. */
const turn = 100;

export interface PlannerParts {
  readonly table: Table;
  readonly index: TimeIndex;
  readonly waking: Waking;
  readonly clock: Clock;
  readonly alarm: Alarm;
}

/** The index may go on showing what has been seen to, ms: so long until the next look at it, and so often. */
const lagMs = 1_000;
const lags = 5;

/**
 * Makes the schedules that could not be made when their timers were armed, those due first first, as fast as the rate allows; what is due within 15 minutes by then is left to the queue.
 * Ends when none is left, when the signal says so, or when Scheduler takes none: another minute may be better. Answers how many it has seen to. Throws StorageFailed.
 */
export function planner({ table, index, waking, clock, alarm }: PlannerParts) {
  return async function drain(signal: AbortSignal): Promise<number> {
    let sum = 0;
    for (let stale = 0; stale < lags && !signal.aborted; ) {
      const entries = (await index.earliest('plans', turn)).slice(0, turn);
      if (entries.length === 0) break;
      const records = await readTimers(table, entries, 'plans');
      const done = await sideBySide(records, async (record) => (await waking.wake(record, signal)) === 'woken');
      sum += done;
      if (done === 0 && records.length > 0) break;
      stale = done > 0 ? 0 : stale + 1;
      if (done === 0) await until(clock.now() + lagMs, alarm, signal);
    }
    return sum;
  };
}
