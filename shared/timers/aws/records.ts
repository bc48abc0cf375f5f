import { randomUUID } from 'node:crypto';
import { DeleteItemCommand, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { called, isConditionFailed } from '../../aws/call.ts';
import { type Table, tableKey } from '../../aws/table.ts';
import type { Due } from '../timers.ts';
import { type Attributes, attributesOf, names, placed, recordIn, type TimerRecord, timerKey, type Woken } from './item.ts';

/** It was written; or its condition did not hold for what is there (null: nothing), and nothing changed. */
type Written =
  | { readonly done: true; readonly before: TimerRecord | null; readonly now: TimerRecord }
  | { readonly done: false; readonly met: TimerRecord | null };

/** `replaced`: what it has taken the place of, as far as is known. `met`: what stands there instead. */
export type Put = { readonly done: true; readonly replaced: TimerRecord | null } | { readonly done: false; readonly met: TimerRecord | null };
export type Claim = { readonly taken: TimerRecord } | { readonly met: TimerRecord | null };

/**
 * The timers' records: one conditional write each. Every write has an id of its own, kept in the record: when the client's first try was carried out and its answer lost, the
 * second meets its own id, and it is known to be done. All throw StorageFailed.
 */
export function timerRecords(table: Table) {
  return {
    /** Sets it, unless there is one of the same or a higher version. `progress`: it has been tried before. */
    async put(timer: Due, woken: Woken, progress?: Pick<TimerRecord, 'next' | 'tries'>): Promise<Put> {
      const written = await update(
        timerKey(timer.id),
        attributesOf(timer, woken, progress),
        `attribute_not_exists(${tableKey}) OR ${names.version} < :version`,
        {
          ':version': { N: String(timer.version) },
        },
      );
      return written.done ? { done: true, replaced: written.before } : written;
    },

    /** Takes a timer whose time has come, until `until`: no one else takes it before that, and should its taker die, it is due then. Of any version where none is named. */
    async claim(pk: string, version: number | undefined, now: number, until: number): Promise<Claim> {
      const isRight = version === undefined ? '' : ` AND ${names.version} = :version`;
      const lease: Attributes = { [names.next]: { N: String(until) }, [names.woken]: { S: 'queue' }, ...placed(pk, 'queue', until) };
      const written = await update(pk, lease, `${names.next} <= :now${isRight}`, {
        ':now': { N: String(now) },
        ...(version === undefined ? {} : { ':version': { N: String(version) } }),
      });
      return written.done ? { taken: written.now } : { met: written.met };
    },

    /** It has fired. Nothing happens when another version or another taker has its place. */
    async end(taken: TimerRecord): Promise<void> {
      const command = new DeleteItemCommand({
        TableName: table.name,
        Key: keyOf(taken.pk),
        ConditionExpression: isAsSeen,
        ExpressionAttributeValues: { ':seen': { S: taken.writeId } },
      });
      try {
        await called(what, (abortSignal) => table.client.send(command, { abortSignal }));
      } catch (cause) {
        if (!isConditionFailed(cause)) throw cause;
      }
    },

    /** Its handler threw: it fires again at `next`. Answers whether it does: it doesn't when it was set anew, taken away, or taken by another. */
    again: (taken: TimerRecord, next: number) =>
      change(taken, {
        [names.next]: { N: String(next) },
        [names.tries]: { N: String(taken.tries + 1) },
        [names.woken]: { S: 'queue' },
        ...placed(taken.pk, 'queue', next),
      }),

    /** Something else wakes it from now on. Answers false when it is no more as it was. */
    wokenBy: (record: TimerRecord, woken: Woken) => change(record, { [names.woken]: { S: woken }, ...placed(record.pk, woken, record.next) }),

    /** It is next looked at when `at` has come. Answers false when it is no more as it was. */
    lookedAt: (record: TimerRecord, at: number) => change(record, placed(record.pk, record.woken, at)),

    /** Takes it away; answers what it was. */
    async remove(id: string): Promise<TimerRecord | null> {
      const command = new DeleteItemCommand({ TableName: table.name, Key: keyOf(timerKey(id)), ReturnValues: 'ALL_OLD' });
      const { Attributes } = await called(what, (abortSignal) => table.client.send(command, { abortSignal }));
      return Attributes ? recordIn(Attributes) : null;
    },

    /** As it is now. */
    async read(id: string): Promise<TimerRecord | null> {
      const command = new GetItemCommand({ TableName: table.name, Key: keyOf(timerKey(id)), ConsistentRead: true });
      const { Item } = await called(what, (abortSignal) => table.client.send(command, { abortSignal }));
      return Item ? recordIn(Item) : null;
    },
  };

  async function change(record: TimerRecord, attributes: Attributes): Promise<boolean> {
    return (await update(record.pk, attributes, isAsSeen, { ':seen': { S: record.writeId } })).done;
  }

  async function update(pk: string, attributes: Attributes, condition: string, values: Attributes): Promise<Written> {
    const id = randomUUID();
    const set: Attributes = { ...attributes, [names.writeId]: { S: id } };
    const command = new UpdateItemCommand({
      TableName: table.name,
      Key: keyOf(pk),
      UpdateExpression: `SET ${Object.keys(set)
        .map((name) => `${name} = :set_${name}`)
        .join(', ')}`,
      ConditionExpression: `(attribute_not_exists(${names.writeId}) OR ${names.writeId} <> :set_${names.writeId}) AND (${condition})`,
      ExpressionAttributeValues: { ...values, ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:set_${name}`, value])) },
      ReturnValues: 'ALL_OLD',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      const { Attributes: before } = await called(what, (abortSignal) => table.client.send(command, { abortSignal }));
      return { done: true, before: before ? recordIn(before) : null, now: recordIn({ ...before, ...keyOf(pk), ...set }) };
    } catch (cause) {
      if (!isConditionFailed(cause)) throw cause;
      const met = cause.Item ? recordIn(cause.Item) : null;
      return met?.writeId === id ? { done: true, before: null, now: met } : { done: false, met };
    }
  }
}

export type TimerRecords = ReturnType<typeof timerRecords>;

const what = 'A timer';
const isAsSeen = `${names.writeId} = :seen`;
const keyOf = (pk: string): Attributes => ({ [tableKey]: { S: pk } });
