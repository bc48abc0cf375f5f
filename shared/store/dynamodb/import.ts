import { randomUUID } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { called, isConditionFailed } from '../../aws/call.ts';
import { type Table, tableKey } from '../../aws/table.ts';
import type { PlacedRecord } from '../moved.ts';
import { jsonOf } from '../record-size.ts';
import { attributesOf, names, recordKey } from './item.ts';

/**
 * Brings a record into the table, with its version, unless it is there, or was and was deleted since. Answers whether it was brought. Rejects with StorageFailed; repeating it
 * is safe.
 */
export async function importRecord(table: Table, { collection, key, version, value }: PlacedRecord): Promise<boolean> {
  const command = new PutItemCommand({
    TableName: table.name,
    Item: {
      [tableKey]: { S: recordKey(collection.name, key) },
      [names.version]: { N: String(version) },
      [names.writeId]: { S: randomUUID() },
      // Only its declaration knows what the value is.
      ...attributesOf(collection, key, value as never, jsonOf(collection.name, key, value)),
    },
    ConditionExpression: `attribute_not_exists(${tableKey})`,
  });
  try {
    await called(`A record of ${collection.name}`, (abortSignal) => table.client.send(command, { abortSignal }));
    return true;
  } catch (cause) {
    if (isConditionFailed(cause)) return false;
    throw cause;
  }
}
