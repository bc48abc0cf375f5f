import { shards } from '../../aws/shard.ts';
import { sideBySide } from '../../aws/side-by-side.ts';
import type { Table } from '../../aws/table.ts';
import type { Clock } from '../../clock.ts';
import type { Alarm } from '../alarm.ts';
import { bucket } from './bucket.ts';
import { atOnce, type Rates } from './rates.ts';
import { readTimers } from './read-timers.ts';
import type { TimerRecords } from './records.ts';
import { type ListedSchedule, leadMs, partOf, partPrefix, type Schedules, scheduleName, shardOfPart, shardPrefix } from './schedules.ts';
import { graceMs } from './sweeping.ts';
import type { TimeIndex } from './time-index.ts';
import type { TimersLog, Waking } from './waking.ts';

/** What was compared and mended. `complete`: the signal did not end it before. */
export interface Reconciled {
  readonly timers: number;
  readonly schedules: number;
  /** Schedules made that Scheduler lacked. */
  readonly made: number;
  /** Schedules deleted that nobody has set any more. */
  readonly deleted: number;
  readonly complete: boolean;
}

export interface ReconcilerParts {
  readonly table: Table;
  readonly index: TimeIndex;
  readonly records: TimerRecords;
  readonly schedules: Schedules;
  readonly waking: Waking;
  readonly rates: Rates;
  readonly clock: Clock;
  readonly alarm: Alarm;
  readonly log: TimersLog;
}

/** A schedule is made before its timer's record: so young a one may be of a timer that is just being set. ms */
const youngMs = 15 * 60_000;

/**
 * Finds what the table has and Scheduler lacks, and the other way round, one shard after the other, or one part of one shard alone: first the names of all its schedules, then its timers
 * page by page. Keeps those names in memory, some 25 MB for a quarter of a million. What it is about to mend is looked at once more by key, for lists and indexes lag.
 */
export function reconciler({ table, index, records, schedules, waking, rates, clock, alarm, log }: ReconcilerParts) {
  const lists = bucket(rates.list, atOnce.list, clock, alarm);
  const reads = bucket(rates.clean, atOnce.clean, clock, alarm);
  const deletions = bucket(rates.clean, atOnce.clean, clock, alarm);

  return async function reconcile(signal: AbortSignal, part?: number): Promise<Reconciled> {
    const sum = { timers: 0, schedules: 0, made: 0, deleted: 0 };
    for (const shard of part === undefined ? shards : [shardOfPart(part)]) {
      const startedAt = clock.now();
      const left = await namesOf(part === undefined ? shardPrefix(shard) : partPrefix(part), signal);
      sum.schedules += left.size;
      for await (const entries of index.from('timers', shard, startedAt + leadMs + graceMs)) {
        if (signal.aborted) return { ...sum, complete: false };
        const ours = part === undefined ? entries : entries.filter(({ pk }) => partOf(pk) === part);
        const timers = (await readTimers(table, ours, 'timers')).filter(({ woken }) => woken === 'schedule');
        sum.timers += timers.length;
        const missing = timers.filter((timer) => !left.delete(scheduleName(timer)));
        sum.made += await sideBySide(missing, async (timer) => (await waking.wake(timer, signal)) === 'woken');
      }
      const old = [...left.values()].filter(({ createdAt }) => createdAt < startedAt - youngMs);
      sum.deleted += await sideBySide(old, (schedule) => deleteUnlessWanted(schedule, signal));
      if (signal.aborted) return { ...sum, complete: false };
    }
    return { ...sum, complete: true };
  };

  /** All schedules whose names begin so. Of one that is in two groups, the last: should both fire, one does so for nothing. */
  async function namesOf(prefix: string, signal: AbortSignal): Promise<Map<string, ListedSchedule>> {
    const names = new Map<string, ListedSchedule>();
    let after: string | undefined;
    do {
      if (!(await lists.wait(signal))) break;
      const { page, next } = await schedules.list(prefix, after);
      for (const schedule of page) names.set(schedule.name, schedule);
      after = next;
    } while (after);
    return names;
  }

  async function deleteUnlessWanted(schedule: ListedSchedule, signal: AbortSignal): Promise<boolean> {
    if (!(await reads.wait(signal))) return false;
    const timer = await schedules.timerOf(schedule);
    if (timer === 'gone') return false;
    if (timer === 'foreign') {
      log.warn({ schedule: schedule.name }, 'A schedule in a group of timers is none of a timer: it is left alone.');
      return false;
    }
    const record = await records.read(timer.id);
    if (record && scheduleName(record) === schedule.name) return false;
    if (!(await deletions.wait(signal))) return false;
    await schedules.removeListed(schedule);
    return true;
  }
}
