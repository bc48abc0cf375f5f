import type { Clock } from '../../clock.ts';
import type { Alarm } from '../alarm.ts';
import type { Due } from '../timers.ts';
import { bucket } from './bucket.ts';
import type { TimerRecord } from './item.ts';
import { delaySecondsMax, type Wakes } from './queue.ts';
import { atOnce, type Rates } from './rates.ts';
import type { TimerRecords } from './records.ts';
import type { Schedules } from './schedules.ts';

/** Due within this, ms, the queue's own delay is enough. */
export const nearMs = delaySecondsMax * 1_000;

export interface TimersLog {
  warn(fields: object, message: string): void;
}

export interface WakingParts {
  readonly records: TimerRecords;
  readonly queue: Wakes;
  readonly schedules: Schedules;
  readonly rates: Rates;
  readonly clock: Clock;
  readonly alarm: Alarm;
  readonly log: TimersLog;
}

/** Sees to it that a timer is woken in time: by the queue alone within 15 minutes, else by a schedule. */
export function waking({ records, queue, schedules, rates, clock, alarm, log }: WakingParts) {
  const armed = bucket(rates.arm, atOnce.arm, clock, alarm);
  const planned = bucket(rates.plan, atOnce.plan, clock, alarm);
  const removed = bucket(rates.remove, atOnce.remove, clock, alarm);

  /** Makes its schedule; answers false when Scheduler doesn't take it, whatever the reason: it is planned then, and at the latest woken by the queue. */
  async function scheduled(timer: Due): Promise<boolean> {
    try {
      await schedules.create(timer);
      return true;
    } catch (cause) {
      log.warn({ err: cause, timer: timer.id }, 'Scheduler did not take a timer; it is tried again, and fires in time without it.');
      return false;
    }
  }

  return {
    isNear: (at: number) => at - clock.now() <= nearMs,

    /** Makes the schedule of a timer that is just being armed, if the rate leaves room for it. */
    armed: async (timer: Due) => armed.take() && (await scheduled(timer)),

    /** Takes its schedule away when the rate leaves room and Scheduler does it. What stays fires for nothing, or is found by the reconciler. */
    async unschedule(timer: Due): Promise<void> {
      if (!removed.take()) return;
      try {
        await schedules.remove(timer);
      } catch (cause) {
        log.warn({ err: cause, timer: timer.id }, "A timer's schedule could not be deleted; should it fire, it fires for nothing.");
      }
    },

    /**
     * Wakes a timer once more, for nothing may wake it, or something too early. When a schedule is to be made, waits until the rate leaves room. Answers planned when Scheduler doesn't
     * take it: it will be made later; and ended when the signal ended the wait: nothing was done. Throws StorageFailed.
     */
    async wake(record: TimerRecord, signal: AbortSignal): Promise<'woken' | 'planned' | 'ended'> {
      if (record.next - clock.now() <= nearMs) {
        await queue.wake(record, record.next);
        if (record.woken === 'plan') await records.wokenBy(record, 'queue');
        return 'woken';
      }
      if (!(await planned.wait(signal))) return 'ended';
      const isMade = await scheduled(record);
      const woken = isMade ? 'schedule' : 'plan';
      if (record.woken !== woken) await records.wokenBy(record, woken);
      return isMade ? 'woken' : 'planned';
    },
  };
}

export type Waking = ReturnType<typeof waking>;
