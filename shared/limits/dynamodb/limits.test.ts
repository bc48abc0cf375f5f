import { afterAll, beforeAll, vi } from 'vitest';
import { type DynamoDb, startDynamoDb } from '../../../test/aws/dynamodb.ts';
import type { Table } from '../../aws/table.ts';
import { limitsContract } from '../limits.contract.ts';
import type { Limits } from '../limits.ts';
import { unkindLimits } from '../unkind.ts';
import { dynamodbLimits } from './limits.ts';

// The suite asks some thousand times, each a call here.
vi.setConfig({ testTimeout: 60_000 });

let dynamodb: DynamoDb;
let table: Table;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
  table = { client: dynamodb.client, name: await dynamodb.table() };
});
afterAll(() => dynamodb.close());

let opened = 0;

/** Fresh ones: under keys of their own, which is sooner than a table. */
async function open(): Promise<Limits> {
  const limits = dynamodbLimits(table);
  const own = `${opened++}/`;
  return {
    take: (buckets, now) =>
      limits.take(
        buckets.map((bucket) => ({ ...bucket, key: own + bucket.key })),
        now,
      ),
    block: (keys, until) =>
      limits.block(
        keys.map((key) => own + key),
        until,
      ),
  };
}

const runs = 60;
limitsContract('Limits on DynamoDB', open, { runs });

limitsContract('Limits on DynamoDB, unkind,', async () => unkindLimits(await open(), 1), { kind: false, runs });
