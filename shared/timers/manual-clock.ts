import type { Clock } from '../clock.ts';
import type { Alarm } from './alarm.ts';

/** A clock that moves when it is told to, and rings what was set on the way: for tests. */
export interface ManualClock extends Clock, Alarm {
  /** Moves on and rings what comes due, in order. Between two rings everything that can go on goes on. */
  advance(ms: number): Promise<void>;
  /** Moves without a ring on the way: the machine slept. What is due then rings. */
  jump(ms: number): Promise<void>;
}

/** Turns of the event loop given to what a ring set off: several group commits, each one turn. */
const turns = 12;

/** Lets what is under way go on. */
export async function settle(count = turns): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((done) => setImmediate(done));
}

/** Starts at `start`, ms since 1970. `rest`: how what a ring set off is let go on; turns of the event loop by default, which is too short for what goes over a socket. */
export function manualClock(start = Date.UTC(2026, 0, 5, 9), rest: () => Promise<void> = settle): ManualClock {
  let now = start;
  const set = new Set<{ readonly at: number; readonly ring: () => void }>();

  async function ringUntil(end: number, move: boolean): Promise<void> {
    // What was just asked for sets its alarms before time moves.
    await rest();
    for (;;) {
      const next = [...set].filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      set.delete(next);
      if (move) now = Math.max(now, next.at);
      next.ring();
      await rest();
    }
    now = end;
    await rest();
  }

  return {
    now: () => now,
    set(at, ring) {
      const one = { at, ring };
      set.add(one);
      return () => void set.delete(one);
    },
    advance: (ms) => ringUntil(now + ms, true),
    async jump(ms) {
      await rest();
      now += ms;
      await ringUntil(now, false);
    },
  };
}
