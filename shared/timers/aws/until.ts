import type { Alarm } from '../alarm.ts';

/** Waits for an instant. Answers false, at once, when the signal ended that. */
export function until(at: number, alarm: Alarm, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const callOff = alarm.set(at, () => {
      signal.removeEventListener('abort', end);
      resolve(true);
    });
    const end = () => {
      callOff();
      resolve(false);
    };
    signal.addEventListener('abort', end, { once: true });
  });
}
