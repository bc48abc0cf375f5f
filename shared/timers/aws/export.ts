import { scanned } from '../../aws/scan.ts';
import type { Table } from '../../aws/table.ts';
import type { MovedTimer } from '../moved.ts';
import { recordIn } from './item.ts';

/** All timers, some at a time. Reads the whole table. Throws StorageFailed. */
export async function* exportTimers(table: Table): AsyncGenerator<readonly MovedTimer[]> {
  for await (const items of scanned(table, 't')) {
    yield items.map(recordIn).map(({ id, version, due, next, tries }) => ({ id, version, due, next, tries }));
  }
}
