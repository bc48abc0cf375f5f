import type { Clock } from '../clock.ts';

/** Rings at an instant of the clock beside it: what waits for a time waits on this, so that a test's clock can ring it. */
export interface Alarm {
  /** Calls `ring` once, at or soon after `at` (ms since 1970). Answers how to call it off. */
  set(at: number, ring: () => void): () => void;
}

/** The longest that setTimeout can wait, ms; asked for more, it fires at once. */
const timeoutMax = 2_147_483_647;

/** Rings by the machine's timers. Keeps no process alive. */
export function systemAlarm(clock: Clock): Alarm {
  return {
    set(at, ring) {
      let timer: NodeJS.Timeout;
      const wait = () => {
        const left = at - clock.now();
        timer = left > 0 ? setTimeout(wait, Math.min(left, timeoutMax)) : setTimeout(ring, 0);
        timer.unref();
      };
      wait();
      return () => clearTimeout(timer);
    },
  };
}
