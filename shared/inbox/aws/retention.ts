import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { called, isConditionFailed } from '../../aws/call.ts';
import { type Table, tableKey, workIndex } from '../../aws/table.ts';
import { type Entry, pages } from './entries.ts';
import { names } from './item.ts';
import type { AwsInboxParts, AwsSettled } from './options.ts';
import { endedWork } from './places.ts';

/** Deleted side by side. */
const atOnce = 10;
/** Entries of an index in one answer. */
const pageMax = 100;

/**
 * Deletes ended commands accepted before an instant, dead letters too. The table deletes them by itself at the end of their time, for nothing, but within days; this is for
 * whoever wants them gone now, with what was put away for them.
 */
export function sweeper({ table, parts }: AwsInboxParts, { report }: AwsSettled) {
  return async (before: number, limit: number): Promise<number> => {
    let deleted = 0;
    for (const partition of endedWork.all) {
      for await (const page of pages(table, { index: workIndex, partition, until: before - 1, most: Math.min(pageMax, limit) })) {
        for (let i = 0; i < page.length && deleted < limit; i += atOnce) {
          const some = page.slice(i, Math.min(i + atOnce, i + limit - deleted));
          deleted += (await Promise.all(some.map(remove))).filter(Boolean).length;
        }
        if (deleted >= limit) return deleted;
      }
    }
    return deleted;
  };

  /** Unless it is open again: a dead letter that was redriven. */
  async function remove({ key }: Entry): Promise<boolean> {
    const part = await removed(table, key);
    if (part === null) return false;
    if (part !== '') await parts.delete(part).catch((cause) => report('A part of a deleted command could not be deleted.', cause));
    return true;
  }
}

/** Answers what was put away for it, '' for nothing; null: it wasn't deleted. */
async function removed(table: Table, key: string): Promise<string | null> {
  const command = new DeleteItemCommand({
    TableName: table.name,
    Key: { [tableKey]: { S: key } },
    ConditionExpression: 'attribute_exists(#key) AND attribute_not_exists(#run) AND attribute_not_exists(#send)',
    ExpressionAttributeNames: { '#key': tableKey, '#run': names.runDue, '#send': names.sendDue },
    ReturnValues: 'ALL_OLD',
  });
  try {
    const { Attributes } = await called('An old command', (abortSignal) => table.client.send(command, { abortSignal }));
    return Attributes?.[names.part]?.S ?? '';
  } catch (cause) {
    if (isConditionFailed(cause)) return null;
    throw cause;
  }
}
