import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { called, isConditionFailed } from '../../aws/call.ts';
import { type Table, tableKey } from '../../aws/table.ts';
import { names } from './item.ts';

/** Remembered at most; the table deletes what is forgotten here. */
const seenMax = 10_000;
/** Deleted side by side. */
const atOnce = 16;

/**
 * What reads have met that has expired. The table deletes it by itself, but within days: until then it stands in the way of each query. So it is remembered here, in this
 * process, to be swept away. What no read meets stands in nobody's way.
 */
export function expiredRecords(table: Table) {
  const seen = new Set<string>();
  return {
    meet(pk: string): void {
      if (seen.size < seenMax) seen.add(pk);
    },
    /** Deletes it unless it was made anew. Answers whether it did. */
    remove,
    /** Deletes `limit` of them at most. Answers how many there still were. */
    async sweep(limit: number, now: number): Promise<number> {
      const keys = [...seen].slice(0, limit);
      let deleted = 0;
      for (let i = 0; i < keys.length; i += atOnce) {
        const some = keys.slice(i, i + atOnce);
        deleted += (await Promise.all(some.map((pk) => remove(pk, now)))).filter(Boolean).length;
      }
      return deleted;
    },
  };

  async function remove(pk: string, now: number): Promise<boolean> {
    const command = new DeleteItemCommand({
      TableName: table.name,
      Key: { [tableKey]: { S: pk } },
      ConditionExpression: `${names.endsAt} <= :now`,
      ExpressionAttributeValues: { ':now': { N: String(now) } },
    });
    try {
      await called('What has expired', (abortSignal) => table.client.send(command, { abortSignal }));
      return true;
    } catch (cause) {
      if (!isConditionFailed(cause)) throw cause;
      return false;
    } finally {
      seen.delete(pk);
    }
  }
}

export type ExpiredRecords = ReturnType<typeof expiredRecords>;
