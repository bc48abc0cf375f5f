import type { Counts } from './world.ts';

/** `1 record`, `2 records`. */
export const some = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** `10 commands, 1 record, 3 timers, 0 secrets, 2 blobs and 90 days of series`. */
export function summary({ commands, records, timers, secrets, blobs, days }: Counts): string {
  const most = [some(commands, 'command'), some(records, 'record'), some(timers, 'timer'), some(secrets, 'secret'), some(blobs, 'blob')];
  return `${most.join(', ')} and ${some(days, 'day')} of series`;
}
