import { afterAll, beforeAll } from 'vitest';
import { type DynamoDb, startDynamoDb } from '../../../test/aws/dynamodb.ts';
import { manualClock } from '../../timers/manual-clock.ts';
import { type StoreSubject, storeContract } from '../store.contract.ts';
import { unkindStore } from '../unkind.ts';
import { dynamodbStore } from './store.ts';

let dynamodb: DynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

async function open(): Promise<StoreSubject> {
  const clock = manualClock();
  const table = { client: dynamodb.client, name: await dynamodb.table() };
  return { store: dynamodbStore(table, { clock }), clock, close: async () => {} };
}

storeContract('The store on DynamoDB', open);

for (const seed of [1, 2, 3]) {
  storeContract(
    `The store on DynamoDB, unkind ${seed},`,
    async () => {
      const subject = await open();
      return { ...subject, store: unkindStore(subject.store, seed) };
    },
    { kind: false },
  );
}
