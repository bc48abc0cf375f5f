import { timerParts } from '../../../shared/timers/aws/schedules.ts';

const dayMinutes = 1_440;
/** Each part of the timers, and the mending. */
const chores = timerParts.length + 1;
const apart = Math.floor(dayMinutes / chores);

export interface Chores {
  /** The part of the timers that is to be compared with what Scheduler has. */
  readonly part: number | null;
  /** Whether skills mend what a crash may have left. */
  readonly mends: boolean;
  /** Whether platforms that refused a token are asked again: every fifth minute. */
  readonly asks: boolean;
  /** Whether what checks saw is packed and rolled up: every fifteenth minute. */
  readonly packs: boolean;
}

/** What a sweep does at its minute of the day beside what it does at each: each part, and the mending, once a day, at minutes apart. */
export function choresAt(now: number): Chores {
  const minute = Math.floor(now / 60_000) % dayMinutes;
  const chore = minute % apart === 0 ? minute / apart : null;
  const part = chore === null ? null : (timerParts[chore] ?? null);
  return { part, mends: chore === timerParts.length, asks: minute % 5 === 0, packs: minute % 15 === 7 };
}
