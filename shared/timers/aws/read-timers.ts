import { readItems } from '../../aws/read-items.ts';
import type { Table } from '../../aws/table.ts';
import { recordIn, type TimerPartition, type TimerRecord } from './item.ts';
import type { Entry } from './time-index.ts';

/** The timers of some entries of the index, as they are now, in their order; those that are gone, or in the other partition by now, are left out. Throws StorageFailed. */
export async function readTimers(table: Table, entries: readonly Entry[], partition: TimerPartition): Promise<TimerRecord[]> {
  const keys = entries.map(({ pk }) => pk);
  const items = await readItems(table, keys);
  return keys
    .map((pk) => items.get(pk))
    .filter((item) => item !== undefined)
    .map(recordIn)
    .filter(({ woken }) => (woken === 'plan') === (partition === 'plans'));
}
