import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { called } from '../../aws/call.ts';
import { type Table, type TableIndex, tableKey } from '../../aws/table.ts';
import type { Attributes } from './item.ts';

/** An item's key in an index, and what it is sorted by. */
export interface Entry {
  readonly key: string;
  readonly at: number;
}

export interface Asked {
  readonly index: TableIndex;
  readonly partition: string;
  /** Sort values from and with this one, and up to and with that one. */
  readonly from?: number;
  readonly until?: number;
  readonly descending?: boolean;
  /** In one answer. */
  readonly most: number;
}

/** Entries of one partition of an index that has keys alone, page after page. The index may lag: what it names may have changed. */
export async function* pages(table: Table, { index, partition, from = 0, until, descending = false, most }: Asked): AsyncGenerator<readonly Entry[]> {
  let after: Attributes | undefined;
  do {
    const command: QueryCommand = new QueryCommand({
      TableName: table.name,
      IndexName: index.name,
      KeyConditionExpression: `#partition = :partition${until === undefined ? '' : ' AND #sort BETWEEN :from AND :until'}`,
      ExpressionAttributeNames: { '#partition': index.partition, ...(until === undefined ? {} : { '#sort': index.sort }) },
      ExpressionAttributeValues: {
        ':partition': { S: partition },
        ...(until === undefined ? {} : { ':from': { N: String(from) }, ':until': { N: String(until) } }),
      },
      ScanIndexForward: !descending,
      Limit: most,
      ...(after ? { ExclusiveStartKey: after } : {}),
    });
    const answer = await called('The commands in an index', (abortSignal) => table.client.send(command, { abortSignal }));
    yield (answer.Items ?? []).map((item) => ({ key: item[tableKey]?.S ?? '', at: Number(item[index.sort]?.N) }));
    after = answer.LastEvaluatedKey;
  } while (after);
}

/** Entries of several partitions that are each in descending order, in that order. */
export async function* merged(sequences: readonly AsyncGenerator<readonly Entry[]>[]): AsyncGenerator<Entry> {
  const heads = await Promise.all(sequences.map(async (sequence) => ({ sequence, page: await next(sequence), at: 0 })));
  for (;;) {
    let first: (typeof heads)[number] | undefined;
    let entry: Entry | undefined;
    for (const head of heads) {
      const one = head.page[head.at];
      if (one && (!entry || one.at > entry.at)) [first, entry] = [head, one];
    }
    if (!first || !entry) return;
    yield entry;
    first.at++;
    if (first.at >= first.page.length) [first.page, first.at] = [await next(first.sequence), 0];
  }
}

/** The next page with something in it; empty when there is none. */
async function next(sequence: AsyncGenerator<readonly Entry[]>): Promise<readonly Entry[]> {
  for (;;) {
    const { value, done } = await sequence.next();
    if (done) return [];
    if (value.length > 0) return value;
  }
}
