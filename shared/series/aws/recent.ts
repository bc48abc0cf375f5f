import { randomUUID } from 'node:crypto';
import { DeleteItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { called } from '../../aws/call.ts';
import { readItems } from '../../aws/read-items.ts';
import { sideBySide } from '../../aws/side-by-side.ts';
import { type Item, type Table, tableKey, workIndex } from '../../aws/table.ts';
import { batchIn, batchOf, type Placed } from '../batch.ts';
import type { Sample } from '../series.ts';
import { batchKey, droppedKey, groupOf, names, partitionOf } from './item.ts';

/** Of 80 characters and some 15 bytes each: below the 400 KB of an item. */
const batchSamplesMax = 3_000;
/** What was dropped is known for so long, ms: longer than any batch waits to be folded. */
const droppedMs = 31 * 86_400_000;
/** DynamoDB: one call reads 100 items at most. */
const keysACall = 100;
const what = 'Samples of series';

/** Samples that came lately, in the table: an item is a batch of many series of one group. The index of them may lag. */
export function recentSamples(table: Table) {
  return {
    /** Puts them, in as few items as can be; repeated, they are there twice. */
    async append(samples: readonly Sample[], now: number): Promise<void> {
      const items: Item[] = [];
      for (const [group, some] of Map.groupBy(samples, ({ series }) => groupOf(series))) {
        for (let i = 0; i < some.length; i += batchSamplesMax) {
          items.push({
            [tableKey]: { S: batchKey(group, randomUUID()) },
            [names.batch]: { B: batchOf(some.slice(i, i + batchSamplesMax)) },
            [workIndex.partition]: { S: partitionOf(group) },
            [workIndex.sort]: { N: String(now) },
          });
        }
      }
      await sideBySide(items, async (item) => {
        const command = new PutItemCommand({ TableName: table.name, Item: item });
        await called(what, (abortSignal) => table.client.send(command, { abortSignal }));
        return true;
      });
    },

    /** The keys of a group's batches that came until `until`, the oldest first, `limit` of them at most; and when the oldest came. */
    async keys(
      group: number,
      until: number,
      limit = Number.POSITIVE_INFINITY,
    ): Promise<{ readonly keys: readonly string[]; readonly oldest: number }> {
      const keys: string[] = [];
      let oldest = Number.POSITIVE_INFINITY;
      let after: Item | undefined;
      do {
        const command = new QueryCommand({
          TableName: table.name,
          IndexName: workIndex.name,
          KeyConditionExpression: `${workIndex.partition} = :group AND ${workIndex.sort} <= :until`,
          ExpressionAttributeValues: { ':group': { S: partitionOf(group) }, ':until': { N: String(until) } },
          ...(Number.isFinite(limit) ? { Limit: limit } : {}),
          ...(after ? { ExclusiveStartKey: after } : {}),
        });
        const { Items = [], LastEvaluatedKey } = await called(what, (abortSignal) => table.client.send(command, { abortSignal }));
        oldest = Math.min(oldest, Number(Items[0]?.[workIndex.sort]?.N ?? Number.POSITIVE_INFINITY));
        keys.push(...Items.map((item) => item[tableKey]?.S ?? ''));
        after = LastEvaluatedKey;
      } while (after && keys.length < limit);
      return { keys, oldest };
    },

    /** What is in these batches, and is not dropped; of one series alone where it is said. */
    async samples(keys: readonly string[], dropped: ReadonlyMap<string, number>, of?: string): Promise<readonly Placed[]> {
      const found: Placed[] = [];
      // A call each, side by side: a group may have thousands.
      const calls = Array.from({ length: Math.ceil(keys.length / keysACall) }, (_, i) => keys.slice(i * keysACall, (i + 1) * keysACall));
      await sideBySide(calls, async (some) => {
        for (const item of (await readItems(table, some)).values()) for (const placed of samplesIn(item, dropped, of)) found.push(placed);
        return true;
      });
      return found;
    },

    /** When these series were dropped, those that were lately; ms since 1970. */
    async dropped(series: readonly string[]): Promise<ReadonlyMap<string, number>> {
      const items = await readItems(table, series.map(droppedKey));
      return new Map(
        series.flatMap((name) => {
          const at = items.get(droppedKey(name))?.[names.droppedAt]?.N;
          return at === undefined ? [] : [[name, Number(at)] as const];
        }),
      );
    },

    async drop(series: string, now: number): Promise<void> {
      const command = new PutItemCommand({
        TableName: table.name,
        Item: {
          [tableKey]: { S: droppedKey(series) },
          [names.droppedAt]: { N: String(now) },
          [names.expiry]: { N: String(Math.ceil((now + droppedMs) / 1_000)) },
        },
      });
      await called(what, (abortSignal) => table.client.send(command, { abortSignal }));
    },

    async delete(keys: readonly string[]): Promise<void> {
      await sideBySide(keys, async (key) => {
        const command = new DeleteItemCommand({ TableName: table.name, Key: { [tableKey]: { S: key } } });
        await called(what, (abortSignal) => table.client.send(command, { abortSignal }));
        return true;
      });
    },
  };
}

export type RecentSamples = ReturnType<typeof recentSamples>;

/** What is in an item that is a batch, but for series that were dropped since it came. */
export function samplesIn(item: Item, dropped: ReadonlyMap<string, number>, of?: string): readonly Placed[] {
  const batch = item[names.batch]?.B;
  if (!batch) return [];
  const came = Number(item[names.came]?.N);
  return batchIn(batch)
    .filter(({ series }) => (of === undefined || series === of) && came > (dropped.get(series) ?? Number.NEGATIVE_INFINITY))
    .toArray();
}
