import { BatchGetItemCommand, type BatchGetItemCommandOutput, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type DynamoDb, startDynamoDb } from '../../test/aws/dynamodb.ts';
import { readItems } from './read-items.ts';

let dynamodb: DynamoDb;
let name: string;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
  name = await dynamodb.table();
  await Promise.all(keys.map((key) => dynamodb.client.send(new PutItemCommand({ TableName: name, Item: { pk: { S: key } } }))));
});
afterAll(() => dynamodb.close());

const keys = Array.from({ length: 120 }, (_, i) => `k${i}`);
let waited: number[] = [];
beforeEach(() => {
  waited = [];
});
const wait = async (ms: number) => void waited.push(ms);

/** A client whose batches answer for at most `most` keys, the others left for later. */
function leavingOut(most: number) {
  const client = dynamodb.connect();
  client.middlewareStack.add(
    (next) => async (args) => {
      const asked = 'RequestItems' in args.input ? Object.values(args.input.RequestItems ?? {})[0] : undefined;
      if (!asked || !('Keys' in asked)) return next(args);
      const some = asked.Keys?.slice(0, most) ?? [];
      const answer: BatchGetItemCommandOutput =
        some.length > 0
          ? await dynamodb.client.send(new BatchGetItemCommand({ RequestItems: { [name]: { ...asked, Keys: some } } }))
          : { $metadata: {} };
      const left = asked.Keys?.slice(most) ?? [];
      const output: BatchGetItemCommandOutput = { ...answer, ...(left.length > 0 ? { UnprocessedKeys: { [name]: { ...asked, Keys: left } } } : {}) };
      return { output, response: {} };
    },
    { step: 'initialize', priority: 'low' },
  );
  return client;
}

it('reads any number of items, those that are there', async () => {
  const found = await readItems({ client: dynamodb.client, name }, [...keys, 'none', 'k1'], { wait });
  expect([...found.keys()].sort()).toEqual([...keys].sort());
  expect(found.get('k7')).toEqual({ pk: { S: 'k7' } });
  expect(waited).toEqual([]);
});

it('asks again for what a batch left out, later each time', async () => {
  const found = await readItems({ client: leavingOut(40), name }, keys.slice(0, 100), { wait });
  expect(found.size).toBe(100);
  expect(waited).toEqual([50, 100]);
});

it('gives up when the table answers for none of them again and again', async () => {
  await expect(readItems({ client: leavingOut(0), name }, ['k1'], { wait })).rejects.toMatchObject({ code: 'storage_failed' });
  expect(waited).toEqual([50, 100, 200, 400, 800]);
});
