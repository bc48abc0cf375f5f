import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { itemKey, nameIn } from '../../aws/item-key.ts';
import { shardOf } from '../../aws/shard.ts';
import { expiryAttribute, storeIndexes, tableKey } from '../../aws/table.ts';
import type { Collection, Stored } from '../store.ts';
import { beginningOf, indexPartition, placeOf } from './place.ts';

/** A record's item as it was read. */
export interface RecordItem {
  readonly pk: string;
  readonly version: number;
  /** Which write made it so. */
  readonly writeId: string;
  /** ms since 1970; infinite for what stays. A deleted record's is 0. */
  readonly endsAt: number;
  /** The value; a deleted record has none. */
  readonly json: string | undefined;
}

/** The attributes beside the key: value, version, id of the write, exact end, and the end in seconds for the table's own deleting. */
export const names = { json: 'd', version: 'v', writeId: 'w', endsAt: 'e', expiry: expiryAttribute } as const;

export const recordKey = (collection: string, key: string) => itemKey('r', `${collection}#${key}`);

/** The key of the record that an item is. */
export function keyIn(pk: string): string {
  const name = nameIn(pk) ?? '';
  return name.slice(name.indexOf('#') + 1);
}

export function itemOf(attributes: Record<string, AttributeValue>): RecordItem {
  return {
    pk: attributes[tableKey]?.S ?? '',
    version: Number(attributes[names.version]?.N ?? 0),
    writeId: attributes[names.writeId]?.S ?? '',
    endsAt: Number(attributes[names.endsAt]?.N ?? Number.POSITIVE_INFINITY),
    json: attributes[names.json]?.S,
  };
}

export function storedIn<T>({ pk, version, json }: RecordItem): Stored<T> {
  return { key: keyIn(pk), version, value: JSON.parse(json ?? 'null') as T };
}

/** What a record's item has beside its key, version and write id. */
export function attributesOf<T>(collection: Collection<T>, key: string, value: T, json: string): Record<string, AttributeValue> {
  const attributes: Record<string, AttributeValue> = { [names.json]: { S: json } };
  const endsAt = collection.expiresAt?.(value) ?? null;
  if (endsAt !== null) Object.assign(attributes, endOf(endsAt, endsAt));
  for (const [i, [name, keyOf]] of Object.entries(collection.indexes).entries()) {
    const at = keyOf(value);
    const index = storeIndexes[i];
    if (!at || !index) continue;
    attributes[index.partition] = { S: indexPartition(collection.name, name, at.partition, shardOf(key)) };
    attributes[index.sort] = { S: beginningOf(placeOf(at.sort, key)) };
  }
  return attributes;
}

/** What is left of a deleted record, without an index. */
export const remains = (now: number): Record<string, AttributeValue> => endOf(0, now);

/** An end, exact, and for the table, which leaves alone what ended more than five years ago. */
function endOf(endsAt: number, deleteAt: number): Record<string, AttributeValue> {
  return { [names.endsAt]: { N: String(Math.ceil(endsAt)) }, [names.expiry]: { N: String(Math.ceil(deleteAt / 1_000)) } };
}

/** All that a write may leave behind of an earlier one. */
export const attributeNames: readonly string[] = [
  names.json,
  names.endsAt,
  names.expiry,
  ...storeIndexes.flatMap(({ partition, sort }) => [partition, sort]),
];
