import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb';
import { called } from './call.ts';
import type { ItemKind } from './item-key.ts';
import { type Item, type Table, tableKey } from './table.ts';

/** A page is up to 1 MB that is read, of which only the items asked for come back. */
const pageMs = 20_000;

/**
 * All items of a kind, page by page, each as it is when it is read. Reads the whole table, and costs as much: for a backup, never on a command's way. `most`: items looked at
 * at most in a page. Throws StorageFailed.
 */
export async function* scanned(table: Table, kind: ItemKind, most?: number): AsyncGenerator<readonly Item[]> {
  let after: Record<string, AttributeValue> | undefined;
  do {
    const command = new ScanCommand({
      TableName: table.name,
      ConsistentRead: true,
      FilterExpression: 'begins_with(#key, :kind)',
      ExpressionAttributeNames: { '#key': tableKey },
      ExpressionAttributeValues: { ':kind': { S: `${kind}#` } },
      ...(most === undefined ? {} : { Limit: most }),
      ...(after ? { ExclusiveStartKey: after } : {}),
    });
    const { Items = [], LastEvaluatedKey } = await called('The table', (abortSignal) => table.client.send(command, { abortSignal }), pageMs);
    if (Items.length > 0) yield Items;
    after = LastEvaluatedKey;
  } while (after);
}
