import { shards } from '../../../shared/aws/shard.ts';

const dayMinutes = 1_440;

export interface Chores {
  /** The timers' shard that is to be compared with what Scheduler has. */
  readonly shard: number | null;
  /** Whether skills mend what a crash may have left. */
  readonly mends: boolean;
}

/** What a sweep does at its minute of the day beside what it does at each: each shard, and the mending, once a day, at minutes apart. */
export function choresAt(now: number): Chores {
  const minute = Math.floor(now / 60_000) % dayMinutes;
  const apart = dayMinutes / (shards.length + 1);
  const chore = minute % apart === 0 ? minute / apart : null;
  return { shard: chore === null ? null : (shards[chore] ?? null), mends: chore === shards.length };
}
