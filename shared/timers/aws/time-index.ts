import { type AttributeValue, QueryCommand } from '@aws-sdk/client-dynamodb';
import { called } from '../../aws/call.ts';
import { shards } from '../../aws/shard.ts';
import { type Table, tableKey, workIndex } from '../../aws/table.ts';
import { partitionName, type TimerPartition } from './item.ts';

/** A timer as the index has it: its key, and the instant it is there for. */
export interface Entry {
  readonly pk: string;
  readonly at: number;
}

/** The timers in the index of open work. It may lag: what is in it may be no more, or changed, and what was just set may be missing. */
export function timeIndex(table: Table) {
  return {
    /** The earliest, in order: at least the first `limit` of them all, where there are so many. One query a shard, side by side. */
    async earliest(partition: TimerPartition, limit: number): Promise<Entry[]> {
      const pages = await Promise.all(shards.map((shard) => page(partitionName(partition, shard), 0, limit)));
      return pages.flatMap(({ entries }) => entries).sort((a, b) => a.at - b.at);
    },

    /** All of one shard from an instant on, page by page, in order. */
    async *from(partition: TimerPartition, shard: number, at: number): AsyncGenerator<readonly Entry[]> {
      let after: Record<string, AttributeValue> | undefined;
      do {
        const { entries, next } = await page(partitionName(partition, shard), at, pageMax, after);
        yield entries;
        after = next;
      } while (after);
    },
  };

  async function page(partition: string, from: number, Limit: number, ExclusiveStartKey?: Record<string, AttributeValue>) {
    const command = new QueryCommand({
      TableName: table.name,
      IndexName: workIndex.name,
      KeyConditionExpression: `${workIndex.partition} = :partition AND ${workIndex.sort} >= :from`,
      ExpressionAttributeValues: { ':partition': { S: partition }, ':from': { N: String(from) } },
      Limit,
      ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
    });
    const { Items = [], LastEvaluatedKey } = await called('The index of timers', (abortSignal) => table.client.send(command, { abortSignal }));
    return {
      entries: Items.map((item): Entry => ({ pk: item[tableKey]?.S ?? '', at: Number(item[workIndex.sort]?.N) })),
      next: LastEvaluatedKey,
    };
  }
}

export type TimeIndex = ReturnType<typeof timeIndex>;

/** Entries of a page: some 150 KB. */
const pageMax = 1_000;
