import type { Collection } from '../store.ts';

/** Name of the index, partition, sort value. */
export type IndexEntry = readonly [name: string, part: string, sort: string];

/** Where a record stands in the indexes its collection declares. */
export function entriesOf<T>(collection: Collection<T>, value: T): IndexEntry[] {
  return Object.entries(collection.indexes).flatMap(([name, keyOf]) => {
    const at = keyOf(value);
    return at ? [[name, at.partition, at.sort] as const] : [];
  });
}
