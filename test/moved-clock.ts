import type { Clock } from '../shared/clock.ts';
import type { Alarm } from '../shared/timers/alarm.ts';

/** The machine's clock, and a test that moves it on: what was set for a time that is past then rings at once. Keeps no process alive. */
export interface MovedClock extends Clock, Alarm {
  later(ms: number): void;
  /** How far it is ahead of the machine's, ms. */
  readonly offsetMs: () => number;
}

/** The longest that setTimeout can wait, ms. */
const timeoutMax = 2_147_483_647;

export function movedClock(): MovedClock {
  let offset = 0;
  const now = () => Date.now() + offset;
  const set = new Map<object, { readonly at: number; readonly ring: () => void; timer: NodeJS.Timeout }>();

  function wait(key: object, at: number, ring: () => void): void {
    const left = at - now();
    const timer = setTimeout(
      () => {
        if (left > timeoutMax) return wait(key, at, ring);
        set.delete(key);
        ring();
      },
      Math.max(0, Math.min(left, timeoutMax)),
    );
    timer.unref();
    set.set(key, { at, ring, timer });
  }

  return {
    now,
    offsetMs: () => offset,
    set(at, ring) {
      const key = {};
      wait(key, at, ring);
      return () => {
        clearTimeout(set.get(key)?.timer);
        set.delete(key);
      };
    },
    later(ms) {
      offset += ms;
      for (const [key, { at, ring, timer }] of [...set]) {
        clearTimeout(timer);
        wait(key, at, ring);
      }
    },
  };
}
