import { type AttributeValue, QueryCommand } from '@aws-sdk/client-dynamodb';
import { called } from '../../aws/call.ts';
import { shards } from '../../aws/shard.ts';
import { storeIndexes, type Table, type TableIndex } from '../../aws/table.ts';
import type { Clock } from '../../clock.ts';
import type { Collection, Page, Query } from '../store.ts';
import type { ExpiredRecords } from './expired.ts';
import { itemOf, keyIn, type RecordItem, storedIn } from './item.ts';
import { indexPartition, mayBeCut, placeOf } from './place.ts';
import { compare, cursorOf, type Range, rangeOf } from './range.ts';

/** A record where its index has it. */
interface Entry {
  /** Its whole place, in UTF-8. */
  readonly place: Buffer;
  readonly item: RecordItem;
}

/** Answers pages of an index: asks all shards side by side, and merges what they answer in order. A page of 100 is four calls where records are spread evenly. */
export function querier(table: Table, clock: Clock, expired: ExpiredRecords) {
  return async function query<T>(collection: Collection<T>, asked: Query): Promise<Page<T>> {
    const index = storeIndexes[Object.keys(collection.indexes).indexOf(asked.index)];
    if (!index) throw new TypeError(`${collection.name} declares no index ${asked.index}.`);
    const limit = Math.min(1_000, Math.max(1, Math.floor(asked.limit ?? 100)));
    const range = rangeOf(asked);
    if (range.isEmpty) return { items: [], next: null };
    const found = await merged(
      shards.map((shard) => entries(collection, asked, index, range, shard, limit)),
      limit + 1,
      asked.descending ?? false,
    );
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return { items: page.map(({ item }) => storedIn<T>(item)), next: last ? cursorOf(last.place) : null };
  };

  /** What one shard has, in order. */
  async function* entries<T>(
    collection: Collection<T>,
    asked: Query,
    index: TableIndex,
    range: Range,
    shard: number,
    limit: number,
  ): AsyncGenerator<Entry> {
    // Records whose places are alike as far as the table has them come in any order.
    let alike: Entry[] = [];
    let beginning = '';
    for await (const attributes of items(indexPartition(collection.name, asked.index, asked.partition, shard), index, range, asked, limit)) {
      const item = itemOf(attributes);
      if (item.endsAt <= clock.now()) {
        expired.meet(item.pk);
        continue;
      }
      const begins = attributes[index.sort]?.S ?? '';
      if (begins !== beginning) {
        yield* inOrder(alike, asked.descending ?? false);
        [alike, beginning] = [[], begins];
      }
      const place = Buffer.from(mayBeCut(begins) ? wholePlace(collection, asked.index, item, begins) : begins);
      if (range.has(place)) alike.push({ place, item });
    }
    yield* inOrder(alike, asked.descending ?? false);
  }

  /** The items of one partition of the table's index, call after call. */
  async function* items(
    partition: string,
    index: TableIndex,
    range: Range,
    asked: Query,
    limit: number,
  ): AsyncGenerator<Record<string, AttributeValue>> {
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const command: QueryCommand = new QueryCommand({
        TableName: table.name,
        IndexName: index.name,
        KeyConditionExpression: [`${index.partition} = :partition`, ...range.condition(index.sort)].join(' AND '),
        ExpressionAttributeValues: { ':partition': { S: partition }, ...range.values },
        ScanIndexForward: !asked.descending,
        // Somewhat more than its even share.
        Limit: Math.ceil((limit / shards.length) * 1.5) + 2,
        ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
      });
      const answer = await called(`The index ${asked.index}`, (abortSignal) => table.client.send(command, { abortSignal }));
      yield* answer.Items ?? [];
      ExclusiveStartKey = answer.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }
}

/** The first `count` of several sequences, each in order. */
async function merged(sequences: readonly AsyncGenerator<Entry>[], count: number, descending: boolean): Promise<Entry[]> {
  const heads = await Promise.all(sequences.map(async (sequence) => ({ sequence, next: await sequence.next() })));
  const found: Entry[] = [];
  while (found.length < count) {
    let first: { readonly head: (typeof heads)[number]; readonly entry: Entry } | undefined;
    for (const head of heads) {
      if (head.next.done) continue;
      const entry = head.next.value;
      if (!first || compare(entry.place, first.entry.place, descending) < 0) first = { head, entry };
    }
    if (!first) break;
    found.push(first.entry);
    if (found.length < count) first.head.next = await first.head.sequence.next();
  }
  return found;
}

const inOrder = (alike: Entry[], descending: boolean) => alike.sort((a, b) => compare(a.place, b.place, descending));

/** The place of which the table has the beginning: from the record itself. */
function wholePlace<T>(collection: Collection<T>, index: string, item: RecordItem, beginning: string): string {
  const at = collection.indexes[index]?.(storedIn<T>(item).value);
  return at ? placeOf(at.sort, keyIn(item.pk)) : beginning;
}
