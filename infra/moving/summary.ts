import type { Counts } from './world.ts';

/** `1 record`, `2 records`. */
export const some = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** `10 commands, 1 record, 3 timers, 0 secrets and 2 blobs`. */
export function summary({ commands, records, timers, secrets, blobs }: Counts): string {
  return `${[some(commands, 'command'), some(records, 'record'), some(timers, 'timer'), some(secrets, 'secret')].join(', ')} and ${some(blobs, 'blob')}`;
}
