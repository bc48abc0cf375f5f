import { partitionOf, sortBytesMax } from '../../aws/item-key.ts';
import { end, escaped, unescaped } from '../../aws/text.ts';

/**
 * Where a record stands in its index: sort value, then key, as one text whose UTF-8 bytes are in the order of both. Exact, however long they are; what the table has of it is
 * its beginning.
 */
export const placeOf = (sort: string, key: string) => escaped(sort) + end + escaped(key);

/** The sort value and the key in a place; null when the text is none. */
export function partsOf(place: string): readonly [sort: string, key: string] | null {
  const at = place.indexOf(end);
  return at < 0 ? null : [unescaped(place.slice(0, at)), unescaped(place.slice(at + end.length))];
}

/** The most that a character has, less one: so much shorter than the limit may be what was cut. */
const slack = 3;

/** The beginning of a place, or of what a query compares it with, that a sort key of the table takes: cut between two characters. */
export function beginningOf(place: string): string {
  if (place.length * 3 <= sortBytesMax) return place;
  const bytes = Buffer.from(place);
  if (bytes.length <= sortBytesMax) return place;
  let length = sortBytesMax;
  while (((bytes[length] ?? 0) & 0xc0) === 0x80) length--;
  return bytes.toString('utf8', 0, length);
}

/** Whether a sort key may be the beginning of a longer place. */
export const mayBeCut = (beginning: string) => beginning.length * 3 > sortBytesMax - slack && Buffer.byteLength(beginning) >= sortBytesMax - slack;

/** The partition of the table's index that holds one shard of a declared index's partition. */
export const indexPartition = (collection: string, index: string, partition: string, shard: number) =>
  partitionOf(`${collection}#${index}#${shard}#`, partition);
