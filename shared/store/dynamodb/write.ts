import { randomUUID } from 'node:crypto';
import { type AttributeValue, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { called, isConditionFailed } from '../../aws/call.ts';
import { type Table, tableKey } from '../../aws/table.ts';
import { attributeNames, itemOf, names, type RecordItem } from './item.ts';

/** One conditional write of a whole item. */
export interface Write {
  readonly pk: string;
  /** For StorageFailed. */
  readonly what: string;
  /** All it has from now on, beside its version. */
  readonly attributes: Record<string, AttributeValue>;
  /** Its new version; left out: one more than it has, from 1. */
  readonly version?: number;
  /** What must hold, over `:now` and `:expected`. */
  readonly condition: string;
  readonly now: number;
  readonly expected?: number;
}

/** It was written, and has this version; or the condition did not hold, for what is there now (null: nothing). */
export type Written = { readonly version: number } | { readonly met: RecordItem | null };

/** There is none, or it is to be read no more; there is one. */
export const isGone = `(attribute_not_exists(${tableKey}) OR ${names.endsAt} <= :now)`;
export const isThere = `(attribute_exists(${tableKey}) AND (attribute_not_exists(${names.endsAt}) OR ${names.endsAt} > :now))`;
/** There is one, or nothing at all: no remains of one. */
export const isNoRemains = `(attribute_not_exists(${names.endsAt}) OR ${names.endsAt} > :now)`;

/**
 * Writes it, in one call when the condition holds. Each write has an id of its own, kept in the item: when the client's first try was carried out and its answer lost, the
 * second one meets its own id, and it is known to be done.
 */
export async function write(table: Table, { pk, what, attributes, version, condition, now, expected }: Write): Promise<Written> {
  const id = randomUUID();
  const set = Object.keys(attributes);
  const remove = attributeNames.filter((name) => !set.includes(name));
  const next = version === undefined ? `if_not_exists(${names.version}, :zero) + :one` : ':version';
  const command = new UpdateItemCommand({
    TableName: table.name,
    Key: { [tableKey]: { S: pk } },
    UpdateExpression: [
      `SET ${[`${names.version} = ${next}`, `${names.writeId} = :id`, ...set.map((name) => `${name} = :${name}`)].join(', ')}`,
      ...(remove.length > 0 ? [`REMOVE ${remove.join(', ')}`] : []),
    ].join(' '),
    ConditionExpression: `(attribute_not_exists(${names.writeId}) OR ${names.writeId} <> :id) AND ${condition}`,
    ExpressionAttributeValues: {
      ':id': { S: id },
      ...Object.fromEntries(set.map((name) => [`:${name}`, attributes[name] ?? { NULL: true }])),
      ...(version === undefined ? { ':zero': { N: '0' }, ':one': { N: '1' } } : { ':version': { N: String(version) } }),
      ...(condition.includes(':now') ? { ':now': { N: String(now) } } : {}),
      ...(expected === undefined ? {} : { ':expected': { N: String(expected) } }),
    },
    ReturnValues: version === undefined ? 'UPDATED_NEW' : 'NONE',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    const answer = await called(what, (abortSignal) => table.client.send(command, { abortSignal }));
    return { version: version ?? Number(answer.Attributes?.[names.version]?.N) };
  } catch (cause) {
    if (!isConditionFailed(cause)) throw cause;
    const met = cause.Item ? itemOf(cause.Item) : null;
    return met?.writeId === id ? { version: met.version } : { met };
  }
}

/** The item as it is now, whatever became of it; null when there is none. */
export async function read(table: Table, pk: string, what: string): Promise<RecordItem | null> {
  const command = new GetItemCommand({ TableName: table.name, Key: { [tableKey]: { S: pk } }, ConsistentRead: true });
  const { Item } = await called(what, (abortSignal) => table.client.send(command, { abortSignal }));
  return Item ? itemOf(Item) : null;
}
