import { nameIn } from '../../aws/item-key.ts';
import { scanned } from '../../aws/scan.ts';
import type { Table } from '../../aws/table.ts';
import type { MovedRecord } from '../moved.ts';
import { itemOf } from './item.ts';

/** All records that have not ended, some at a time. Reads the whole table. Throws StorageFailed. */
export async function* exportRecords(table: Table, now: number): AsyncGenerator<readonly MovedRecord[]> {
  for await (const items of scanned(table, 'r')) {
    yield items.map(itemOf).flatMap(({ pk, version, endsAt, json }) => {
      const name = nameIn(pk);
      if (name === null || json === undefined || endsAt <= now) return [];
      const at = name.indexOf('#');
      return [{ collection: name.slice(0, at), key: name.slice(at + 1), version, value: JSON.parse(json) as unknown }];
    });
  }
}
