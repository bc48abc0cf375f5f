import { createHash } from 'node:crypto';
import { end, escaped, unescaped } from './text.ts';

/** What an item is: a command of the inbox, a record of the store, the takes of a limit's key, a timer, samples of series. */
export type ItemKind = 'c' | 'r' | 'l' | 't' | 's';

/** DynamoDB: a partition key has 2,048 bytes at most, of the table and of an index; an index's sort key 1,024. */
export const partitionBytesMax = 2_048;
export const sortBytesMax = 1_024;

/** The key of an item: its kind, and its name, of any length and any characters. */
export function itemKey(kind: ItemKind, name: string): string {
  return partitionOf(`${kind}#`, name);
}

/** The name in an item's key; null when it was too long to stand there. */
export function nameIn(key: string): string | null {
  return key.startsWith(end, 2) ? null : unescaped(key.slice(2));
}

/** A partition key: a prefix (without U+0001), and text of any length: what would be too long is there by its hash. */
export function partitionOf(prefix: string, text: string): string {
  const key = prefix + escaped(text);
  // Three bytes a character at most: short keys, almost all, need no counting.
  if (key.length * 3 <= partitionBytesMax || Buffer.byteLength(key) <= partitionBytesMax) return key;
  return prefix + end + createHash('sha256').update(escaped(text)).digest('base64url');
}
