import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { called, isConditionFailed } from '../../aws/call.ts';
import { type Table, tableKey } from '../../aws/table.ts';
import { type Attributes, names } from './item.ts';

/** For StorageFailed. */
const what = 'The command';

/** It was written, and is so now (`item` null: as it was given); or its condition did not hold for what is there (null: nothing). */
export type Written = { readonly isWritten: true; readonly item: Attributes | null } | { readonly isWritten: false; readonly met: Attributes | null };

export interface Write {
  readonly key: string;
  /** What it sets as the item's write id: so, when the client's first try was carried out and its answer lost, the second one knows what it meets. */
  readonly id: string;
  readonly send: (options: { readonly abortSignal: AbortSignal }) => Promise<{ readonly Attributes?: Attributes | undefined }>;
  /** How long it may take, ms; as any call if left out. */
  readonly ms?: number;
}

/** One conditional write of an item. Rejects with StorageFailed when it can't be told whether it was carried out. */
export async function written(table: Table, { key, id, send, ms }: Write): Promise<Written> {
  try {
    const { Attributes } = await called(what, (abortSignal) => send({ abortSignal }), ms);
    return { isWritten: true, item: Attributes ?? null };
  } catch (cause) {
    if (!isConditionFailed(cause)) throw cause;
    // The service shows what it met; nothing, when there is nothing.
    const met = cause.Item ?? (await readItem(table, key));
    return met?.[names.writeId]?.S === id ? { isWritten: true, item: met } : { isWritten: false, met };
  }
}

/** The item as it is now; null when there is none. */
export async function readItem(table: Table, key: string): Promise<Attributes | null> {
  const command = new GetItemCommand({ TableName: table.name, Key: { [tableKey]: { S: key } }, ConsistentRead: true });
  return (await called(what, (abortSignal) => table.client.send(command, { abortSignal }))).Item ?? null;
}
