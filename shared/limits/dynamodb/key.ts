import { randomUUID } from 'node:crypto';
import { type AttributeValue, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { called, isConditionFailed } from '../../aws/call.ts';
import { itemKey } from '../../aws/item-key.ts';
import { expiryAttribute, type Item, type Table, tableKey } from '../../aws/table.ts';
import type { Bucket } from '../limits.ts';
import { freeAt, windowIn } from './window.ts';

/** The buckets of one key, which stand in one item and are taken from in one write. No two have the same window. */
export interface KeyBuckets {
  readonly pk: string;
  readonly buckets: readonly Bucket[];
}

/** The attributes beside the windows': until when nothing passes, the last write's id, what changes when a take is given back, and when the last who wait were told to come. */
export const names = { blocked: 'b', writeId: 'w', generation: 'g', told: 'h' } as const;

/** An item stays this much longer than what was last written to it, ms: longer than any window. */
const keptMs = 2 * 86_400_000;
export const windowMsMax = 86_400_000;

/** Until when a key lets nothing pass, as far as is known. */
export const blockedUntil = (item: Item | undefined) => Number(item?.[names.blocked]?.N ?? 0);

/** When a key has room, as far as is known: it may really be later. */
export const roomAt = (item: Item | undefined, { buckets }: KeyBuckets, now: number) =>
  Math.max(now, blockedUntil(item), ...buckets.map((bucket) => freeAt(windowIn(item, bucket.perMs), bucket, now)));

/** The keys of buckets, each with its windows, in the order to take in: the tightest first, so that little is given back; the same for all who take from them. */
export function keysOf(buckets: readonly Bucket[]): readonly KeyBuckets[] {
  const windows = new Map<string, Map<number, Bucket>>();
  for (const bucket of buckets) {
    const { key, count, perMs } = bucket;
    if (!Number.isInteger(perMs) || perMs < 1 || perMs > windowMsMax) throw new TypeError(`A window of ${perMs} ms: 1 ms to a day can be kept.`);
    const ofKey = windows.get(key) ?? new Map<number, Bucket>();
    windows.set(key, ofKey.set(perMs, { ...bucket, count: Math.min(count, ofKey.get(perMs)?.count ?? count) }));
  }
  const rate = (key: KeyBuckets) => Math.min(...key.buckets.map(({ count, perMs }) => count / perMs));
  return [...windows]
    .map(([key, ofKey]) => ({ pk: itemKey('l', key), buckets: [...ofKey.values()] }))
    .sort((a, b) => rate(a) - rate(b) || (a.pk < b.pk ? -1 : 1));
}

/** A conditional update of a key's item. */
export interface KeyUpdate {
  readonly pk: string;
  readonly conditions: readonly string[];
  readonly set: readonly string[];
  readonly values: Readonly<Record<string, AttributeValue>>;
  /** The instant it is about, ms since 1970: the item stays for days after. */
  readonly at: number;
}

/** The item as the update made it, or as it was met instead (undefined: none); `tries`: how often the client asked. */
export type Updated = { readonly isDone: boolean; readonly item: Item | undefined; readonly tries: number };

/** Updates a key's item, in one call. Its id, kept in the item, tells a second try of the client that the first one did it, while no other comes between. */
export async function updateKey(table: Table, { pk, conditions, set, values, at }: KeyUpdate): Promise<Updated> {
  const id = randomUUID();
  const command = new UpdateItemCommand({
    TableName: table.name,
    Key: { [tableKey]: { S: pk } },
    UpdateExpression: `SET ${[...set, `${names.writeId} = :id`, `${expiryAttribute} = :expiry`].join(', ')}`,
    ConditionExpression: [`(attribute_not_exists(${names.writeId}) OR ${names.writeId} <> :id)`, ...conditions].join(' AND '),
    ExpressionAttributeValues: { ...values, ':id': { S: id }, ':expiry': { N: String(Math.ceil((at + keptMs) / 1_000)) } },
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    const answer = await called('A rate', (abortSignal) => table.client.send(command, { abortSignal }));
    return { isDone: true, item: answer.Attributes, tries: answer.$metadata.attempts ?? 1 };
  } catch (cause) {
    if (!isConditionFailed(cause)) throw cause;
    return { isDone: cause.Item?.[names.writeId]?.S === id, item: cause.Item, tries: cause.$metadata.attempts ?? 1 };
  }
}
