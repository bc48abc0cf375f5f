import type { Alarm } from '../alarm.ts';

/** Longer than any process lives; setTimeout's longest. ms */
const longMs = 2_147_483_647;

/**
 * Waits for an instant. Answers false, at once, when the signal ended that. Meanwhile the process does not end for want of something to do, as alarms let it: a function that waits here
 * would answer nothing.
 */
export function until(at: number, alarm: Alarm, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const stays = setInterval(() => {}, longMs);
    const settle = (isThere: boolean) => {
      clearInterval(stays);
      signal.removeEventListener('abort', end);
      resolve(isThere);
    };
    const callOff = alarm.set(at, () => settle(true));
    const end = () => {
      callOff();
      settle(false);
    };
    signal.addEventListener('abort', end, { once: true });
  });
}
