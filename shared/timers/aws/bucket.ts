import type { Clock } from '../../clock.ts';
import type { Alarm } from '../alarm.ts';
import { until } from './until.ts';

/** Tokens that come back by the clock. */
export interface Bucket {
  /** Takes one, if there is one. */
  take(): boolean;
  /** Takes the next, waiting until it is there, in turn with the others who wait. Answers false when the signal ended that. */
  wait(signal: AbortSignal): Promise<boolean>;
}

/** Gives `perSecond` at most in any second: a share of them at once, the others one by one. So a bucket for bursts gives less in the long run, one for long work little at once. */
export function bucket(perSecond: number, shareAtOnce: number, clock: Clock, alarm: Alarm): Bucket {
  const atOnce = Math.max(1, Math.floor(perSecond * shareAtOnce));
  // After those, as many steps as are left of it fit into less than a second, which may be a millisecond longer where who waits is let through on the next full one.
  const stepMs = 1_001 / (perSecond - atOnce + 1);
  // When the bucket would be full again, were nothing more taken.
  let fullAt = Number.NEGATIVE_INFINITY;
  const takenAt = (now: number) => Math.max(now, Math.max(fullAt, now) - (atOnce - 1) * stepMs);
  const take = (now: number) => {
    fullAt = Math.max(fullAt, now) + stepMs;
  };
  return {
    take() {
      const now = clock.now();
      if (takenAt(now) > now) return false;
      take(now);
      return true;
    },
    async wait(signal) {
      if (signal.aborted) return false;
      const now = clock.now();
      const at = takenAt(now);
      take(now);
      return at <= now || until(Math.ceil(at), alarm, signal);
    },
  };
}
