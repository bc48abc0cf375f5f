import type { Table } from '../../aws/table.ts';
import { type Clock, systemClock } from '../../clock.ts';
import { type Alarm, systemAlarm } from '../alarm.ts';
import type { Due, Timers } from '../timers.ts';
import { consumer } from './consuming.ts';
import { type TimerHandler, timerFiring } from './firing.ts';
import type { TimerRecord } from './item.ts';
import { planner } from './planning.ts';
import { type ClockQueue, clockQueue } from './queue.ts';
import { defaultRates, type Rates } from './rates.ts';
import { type Reconciled, reconciler } from './reconciling.ts';
import { timerRecords } from './records.ts';
import { type ScheduleGroup, scheduleName, schedules } from './schedules.ts';
import { overdueSweep } from './sweeping.ts';
import { type Ticked, timerTick } from './tick.ts';
import { timeIndex } from './time-index.ts';
import { type TimersLog, waking } from './waking.ts';

export interface AwsTimersOptions {
  readonly table: Table;
  readonly queue: ClockQueue;
  readonly schedules: ScheduleGroup;
  readonly clock?: Clock;
  /** Where waiting is done; the machine's timers by default. */
  readonly alarm?: Alarm;
  /** What this process may ask of Scheduler a second. */
  readonly rates?: Partial<Rates>;
  readonly log: TimersLog;
}

/** The port, and what functions do of it: each is called by a message or by a schedule, and does a part of what `consume` does in a process that stays. */
export interface AwsTimers extends Timers {
  /**
   * Answers one message of the clock queue. After ok and resend it can go; after retry it must come again. Waits up to a second where that makes it right to the second; `signal`
   * ends that. Throws only what is a defect.
   */
  tick(body: string, handler: TimerHandler, signal?: AbortSignal): Promise<Ticked>;
  /** Once a minute: wakes again what should have fired, and makes the schedules that could not be made at once, until none is left or the signal ends it. Throws StorageFailed. */
  sweep(signal: AbortSignal): Promise<{ readonly overdue: number; readonly planned: number }>;
  /**
   * Compares what the table has with what Scheduler has, and mends both ways: all of it, or one of `timerParts`, which is what a function has time for. Each once a day. Throws
   * StorageFailed.
   */
  reconcile(signal: AbortSignal, part?: number): Promise<Reconciled>;
}

/**
 * Timers on AWS. What is set stands in the table, with its times by the clock that is passed in, and a conditional write decides who fires it: messages and schedules only say when to
 * look. Due within 15 minutes, a message with a delay does that; later, a schedule that fires two minutes early, and then a message with the rest as its delay.
 */
export function awsTimers(options: AwsTimersOptions): AwsTimers {
  const { table, log, clock = systemClock } = options;
  const alarm = options.alarm ?? systemAlarm(clock);
  const records = timerRecords(table);
  const index = timeIndex(table);
  const queue = clockQueue(options.queue, clock);
  const scheduler = schedules(options.schedules);
  const rates = { ...defaultRates, ...options.rates };
  const wakes = waking({ records, queue, schedules: scheduler, rates, clock, alarm, log });
  const firing = timerFiring({ records, queue, clock, log, expect: (at) => consuming.expect(at) });
  const tick = timerTick({ firing, waking: wakes, clock, alarm, log });
  const drain = planner({ table, index, waking: wakes, clock, alarm });
  const sweepOverdue = overdueSweep({ table, index, records, queue, clock });
  const consuming = consumer({ index, firing, queue, drain, tick, clock, alarm, log });

  return {
    async arm(id, version, due) {
      const timer: Due = { id, version, due: Math.ceil(due) };
      const isNear = wakes.isNear(timer.due);
      // The schedule before the record: should this end in between, the schedule fires for nothing, and no record is left that nothing wakes.
      const woken = isNear ? 'queue' : (await wakes.armed(timer)) ? 'schedule' : 'plan';
      const put = await records.put(timer, woken);
      if (put.done) {
        // The record before the message: one that came first would find nothing.
        if (isNear) await queue.wake(timer, timer.due);
        if (put.replaced?.woken === 'schedule') await wakes.unschedule(put.replaced);
        if (woken !== 'plan') consuming.expect(timer.due);
      } else if (isSame(put.met, timer)) {
        // Asked again: its message may not have been sent.
        if (isNear) await queue.wake(timer, timer.due);
      } else if (woken === 'schedule') {
        await wakes.unschedule(timer);
      }
    },

    async disarm(id) {
      const removed = await records.remove(id);
      if (removed?.woken === 'schedule') await wakes.unschedule(removed);
    },

    consume: consuming.consume,
    tick: (body, handler, signal = never) => tick(body, handler, signal),

    async sweep(signal) {
      const overdue = await sweepOverdue(signal);
      return { overdue, planned: await drain(signal) };
    },

    reconcile: reconciler({ table, index, records, schedules: scheduler, waking: wakes, rates, clock, alarm, log }),
  };
}

const never = new AbortController().signal;

const isSame = (met: TimerRecord | null, timer: Due) => met !== null && scheduleName(met) === scheduleName(timer);
