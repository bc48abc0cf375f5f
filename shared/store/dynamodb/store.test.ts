import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DynamoDb, startDynamoDb } from '../../../test/aws/dynamodb.ts';
import { manualClock } from '../../timers/manual-clock.ts';
import { type StoreSubject, storeContract } from '../store.contract.ts';
import { collection } from '../store.ts';
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

for (const seed of [1, 2]) {
  storeContract(
    `The store on DynamoDB, unkind ${seed},`,
    async () => {
      const subject = await open();
      return { ...subject, store: unkindStore(subject.store, seed) };
    },
    { kind: false },
  );
}

it('keeps halves of surrogate pairs as they are, and keys apart that differ in one', async () => {
  const { store } = await open();
  const words = collection<string>('words', { indexes: { bySort: (word) => ({ partition: word, sort: word }) } });
  const halves = ['a\ud83d', 'a\ud83e', 'a\ude00', 'a\ud83d\ude00', 'a\ufffd', 'a\u0000', 'a\u0001'];
  for (const half of halves) await store.put(words, half, half);
  for (const half of halves) {
    expect(await store.get(words, half)).toEqual({ key: half, version: 1, value: half });
    expect((await store.query(words, { index: 'bySort', partition: half })).items.map(({ key }) => key)).toEqual([half]);
  }
});
