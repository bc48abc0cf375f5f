import { randomUUID } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expiryAttribute, type Table, tableKey } from '../../aws/table.ts';
import type { Command } from '../../command/command.ts';
import { speakerOf, tenantOf } from '../row.ts';
import { type Attributes, attributesOf, type CommandItem, names } from './item.ts';
import { commandKey, nextLook, type PlaceOptions, placesOf } from './places.ts';
import { written } from './write.ts';

/** A platform waits about 3 s for its acknowledgement: a put that takes longer than this, ms, is told as failed, and the platform tells it again. */
const putMs = 2_000;

/** Puts a new command, with all its places in the indexes, unless its id is there. Answers what is there then, and whether it was there before. */
export async function put(
  table: Table,
  command: Command,
  leasedUntil: number | null,
  now: number,
  options: PlaceOptions,
): Promise<{ readonly item: CommandItem } | { readonly known: Attributes | null }> {
  return putNew(table, newItem(command, leasedUntil, now, options), now, options, putMs);
}

/** Puts an item unless one is there already that is still kept. */
export async function putNew(
  table: Table,
  item: CommandItem,
  now: number,
  options: PlaceOptions,
  ms?: number,
): Promise<{ readonly item: CommandItem } | { readonly known: Attributes | null }> {
  const key = commandKey(item.id);
  const input = new PutItemCommand({
    TableName: table.name,
    Item: {
      [tableKey]: { S: key },
      [names.command]: { S: item.command },
      [names.version]: { N: String(item.version) },
      [names.writeId]: { S: item.writeId },
      ...attributesOf(item),
      ...placesOf(item, item.lookAt, now, options),
    },
    // What is kept no longer may be there for days yet.
    ConditionExpression: 'attribute_not_exists(#key) OR #expiry <= :seconds',
    ExpressionAttributeNames: { '#key': tableKey, '#expiry': expiryAttribute },
    ExpressionAttributeValues: { ':seconds': { N: String(Math.floor(now / 1_000)) } },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  const send = (sending: { readonly abortSignal: AbortSignal }) => table.client.send(input, sending);
  const result = await written(table, { key, id: item.writeId, send, ...(ms === undefined ? {} : { ms }) });
  return result.isWritten ? { item } : { known: result.met };
}

function newItem(command: Command, leasedUntil: number | null, now: number, options: PlaceOptions): CommandItem {
  const { id, name, priority, place, from, acceptedAt } = command;
  const isTaken = leasedUntil !== null;
  const item: CommandItem = {
    id,
    name,
    priority,
    tenant: tenantOf(command),
    speaker: speakerOf(place.channel, place.tenant, from.user),
    acceptedAt,
    state: isTaken ? 'running' : 'accepted',
    formerState: null,
    runDue: leasedUntil ?? 0,
    sendDue: null,
    deadAt: null,
    endedAt: null,
    attempt: isTaken ? 1 : 0,
    lease: isTaken ? 1 : 0,
    sendLease: 0,
    delivery: 'none',
    sent: 0,
    sends: 0,
    command: JSON.stringify(command),
    replies: null,
    part: null,
    waiting: null,
    woken: null,
    cancelledBy: null,
    reason: null,
    sendReason: null,
    isForLater: false,
    version: 1,
    writeId: randomUUID(),
    lookAt: null,
  };
  return { ...item, lookAt: nextLook(item, null, now, options) };
}
