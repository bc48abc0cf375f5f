import { randomUUID } from 'node:crypto';
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { called, isConditionFailed } from '../../aws/call.ts';
import { sideBySide } from '../../aws/side-by-side.ts';
import { type Table, tableKey } from '../../aws/table.ts';
import type { Clock } from '../../clock.ts';
import { leaseKey, names } from './item.ts';
import type { MonthObjects } from './months.ts';
import type { RecentSamples } from './recent.ts';

/** Batches folded at once: some MB. */
const batchesMax = 500;
/** Who folds a group has it for so long, ms: no function lives longer. */
const leaseMs = 16 * 60_000;
/** Nothing is written in the last of it, ms: a put takes 40 s at most. */
const spareMs = 60_000;

export interface FoldParts {
  readonly table: Table;
  readonly recent: RecentSamples;
  readonly months: MonthObjects;
  readonly clock: Clock;
}

/**
 * Brings what came lately of a group into the months of its series: months first, then the batches go, so that who dies between them has them once more, which changes nothing.
 * One at a time, by a lease: a month is read and written whole. Ends early when `signal` says so.
 */
export async function fold({ table, recent, months, clock }: FoldParts, group: number, signal?: AbortSignal): Promise<void> {
  const holder = randomUUID();
  const until = clock.now();
  if (!(await lease())) return;
  while (await some());
  // After a failure it stays: a put that was given up may still be under way.
  await release();

  async function some(): Promise<boolean> {
    const { keys } = await recent.keys(group, until, batchesMax);
    // The index may still show what is deleted.
    const placed = await recent.samples(keys, new Map());
    if (placed.length === 0 || isOver()) return false;
    const names = [...new Set(placed.map(({ series }) => series))];
    const dropped = await recent.dropped(names);
    const bySeries = Map.groupBy(await recent.samples(keys, dropped), ({ series }) => series);
    await sideBySide([...bySeries], async ([series, all]) => {
      if (isOver()) return false;
      const points = all.map(({ point }) => point);
      await months.add(series, points, clock.now());
      return true;
    });
    if (isOver()) return false;
    // One that was dropped meanwhile may have been written behind its back.
    for (const [series, at] of await recent.dropped(names)) if (at !== dropped.get(series)) await months.drop(series);
    await recent.delete(keys);
    return keys.length === batchesMax;
  }

  function isOver(): boolean {
    return signal?.aborted === true || clock.now() > until + leaseMs - spareMs;
  }

  async function lease(): Promise<boolean> {
    const command = new PutItemCommand({
      TableName: table.name,
      Item: { [tableKey]: { S: leaseKey(group) }, [names.holder]: { S: holder }, [names.endsAt]: { N: String(until + leaseMs) } },
      ConditionExpression: `attribute_not_exists(${tableKey}) OR ${names.endsAt} <= :now OR ${names.holder} = :holder`,
      ExpressionAttributeValues: { ':now': { N: String(until) }, ':holder': { S: holder } },
    });
    return decided(() => called('A lease of series', (abortSignal) => table.client.send(command, { abortSignal })));
  }

  async function release(): Promise<void> {
    const command = new DeleteItemCommand({
      TableName: table.name,
      Key: { [tableKey]: { S: leaseKey(group) } },
      ConditionExpression: `${names.holder} = :holder`,
      ExpressionAttributeValues: { ':holder': { S: holder } },
    });
    await decided(() => called('A lease of series', (abortSignal) => table.client.send(command, { abortSignal })));
  }
}

/** Whether its condition held. */
async function decided(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (cause) {
    if (isConditionFailed(cause)) return false;
    throw cause;
  }
}
