import type { Clock } from '../../clock.ts';
import { againMs } from '../again.ts';
import type { Due } from '../timers.ts';
import type { TimerRecord } from './item.ts';
import type { Wakes } from './queue.ts';
import type { Claim, TimerRecords } from './records.ts';
import type { TimersLog } from './waking.ts';

/** How long a timer that is being handled is not taken by another process, ms. One whose taker has died fires again after that. */
export const leaseMs = 30_000;

export type TimerHandler = (timer: Due) => Promise<void>;

export interface FiringParts {
  readonly records: TimerRecords;
  readonly queue: Wakes;
  readonly clock: Clock;
  readonly log: TimersLog;
  /** Told when one is to fire again. */
  readonly expect: (at: number) => void;
}

/** Takes timers and hands them to handlers; knows what is being handled in this process, by key. */
export function timerFiring({ records, queue, clock, log, expect }: FiringParts) {
  const underWay = new Map<string, Promise<boolean>>();

  return {
    underWay: underWay as ReadonlyMap<string, Promise<boolean>>,

    /** Takes a timer whose time has come; of any version where none is named. */
    claim(pk: string, version?: number): Promise<Claim> {
      const now = clock.now();
      return records.claim(pk, version, now, now + leaseMs);
    },

    /**
     * Hands a taken one to the handler, and keeps what became of it. Answers whether that was the end of it; else the handler threw, and it fires again. Throws StorageFailed when
     * what became of it can't be kept: it fires again after its lease.
     */
    fire(taken: TimerRecord, handler: TimerHandler): Promise<boolean> {
      const fired = handled(taken, handler).finally(() => underWay.delete(taken.pk));
      underWay.set(taken.pk, fired);
      return fired;
    },
  };

  async function handled(taken: TimerRecord, handler: TimerHandler): Promise<boolean> {
    const { id, version, due } = taken;
    try {
      await handler({ id, version, due });
    } catch (cause) {
      log.warn({ err: cause, timer: id, tries: taken.tries + 1 }, "A timer's handler threw; it gets it again.");
      const next = clock.now() + againMs(taken.tries);
      if (!(await records.again(taken, next))) return true;
      expect(next);
      await queue.wake(taken, next);
      return false;
    }
    await records.end(taken);
    return true;
  }
}

export type TimerFiring = ReturnType<typeof timerFiring>;
