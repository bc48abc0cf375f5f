import { setTimeout as pause } from 'node:timers/promises';
import { type AttributeValue, BatchGetItemCommand, type KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import { StorageFailed } from '../errors.ts';
import { called } from './call.ts';
import { type Table, tableKey } from './table.ts';

export type Item = Record<string, AttributeValue>;

/** DynamoDB: one batch asks for 100 items at most; it may answer a part of them (16 MB, or throttled) and name the others. */
const batchMax = 100;
const tries = 6;
const firstPauseMs = 50;

/**
 * The items of these keys as they are now, by key; a key without an item is not in it. What a batch left out is asked for again, after 50 ms and twice as long each time;
 * throws StorageFailed when the sixth try still leaves some out. `wait` is for tests.
 */
export async function readItems(
  table: Table,
  keys: readonly string[],
  { wait = pause }: { readonly wait?: (ms: number) => Promise<unknown> } = {},
): Promise<ReadonlyMap<string, Item>> {
  const found = new Map<string, Item>();
  const wanted = [...new Set(keys)];
  for (let i = 0; i < wanted.length; i += batchMax) {
    let asked: KeysAndAttributes | undefined = {
      Keys: wanted.slice(i, i + batchMax).map((key) => ({ [tableKey]: { S: key } })),
      ConsistentRead: true,
    };
    for (let n = 0; asked; n++) {
      if (n === tries) throw new StorageFailed('A batch of records', new Error(`The table left out ${asked.Keys?.length} of them ${tries} times.`));
      if (n > 0) await wait(firstPauseMs * 2 ** (n - 1));
      const RequestItems: Record<string, KeysAndAttributes> = { [table.name]: asked };
      const answer = await called('A batch of records', (abortSignal) =>
        table.client.send(new BatchGetItemCommand({ RequestItems }), { abortSignal }),
      );
      for (const item of answer.Responses?.[table.name] ?? []) found.set(item[tableKey]?.S ?? '', item);
      asked = answer.UnprocessedKeys?.[table.name];
    }
  }
  return found;
}
