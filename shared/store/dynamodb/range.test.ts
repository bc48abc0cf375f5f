import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DynamoDb, startDynamoDb } from '../../../test/aws/dynamodb.ts';
import { partitionBytesMax, sortBytesMax } from '../../aws/item-key.ts';
import { storeIndexes, tableKey } from '../../aws/table.ts';
import { openDatabase } from '../../sqlite/database.ts';
import { manualClock } from '../../timers/manual-clock.ts';
import { sqliteStore } from '../sqlite/store.ts';
import { collection, type Page, type Query, type Store } from '../store.ts';
import { dynamodbStore } from './store.ts';

let dynamodb: DynamoDb;
const folder = mkdtempSync(join(tmpdir(), 'bellhop-range-'));
const clock = manualClock();
const database = openDatabase(folder, { clock, log: { info() {}, warn() {}, error() {} } });
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(async () => {
  await dynamodb.close();
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Thing {
  readonly part: string;
  readonly sort: string;
}

const declared = { indexes: { bySort: ({ part, sort }: Thing) => ({ partition: part, sort }) } };

/** Text that is long, alike, of many bytes, or at the edges of what is written otherwise. Nothing from U+E000 to U+FFFF: the stand-in takes it for more than U+10000 in bounds. */
const piece = fc.oneof(
  fc.constantFrom('', 'a', 'b', '\u0000', '\u0001', '\u0002', '漢', '😀', '\ud7ff', 'z'),
  fc.constantFrom('x'.repeat(400), '漢'.repeat(345), '漢'.repeat(350), '😀'.repeat(240)),
);
const text = fc.array(piece, { maxLength: 3 }).map((parts) => parts.join(''));
const key = text.filter((one) => one.length > 0 && one.length <= 500);

async function pages(store: Store, things: ReturnType<typeof collection<Thing>>, query: Query): Promise<string[][]> {
  const seen: string[][] = [];
  let after: string | null = null;
  do {
    const page: Page<Thing> = await store.query(things, { ...query, ...(after === null ? {} : { after }) });
    seen.push(page.items.map((item) => item.key));
    after = page.next;
  } while (after !== null);
  return seen;
}

it('answers as the embedded store does, page by page, whatever stands in sort values, keys, partitions and bounds', async () => {
  const client = dynamodb.client;
  const name = await dynamodb.table();
  const [aws, own] = [dynamodbStore({ client, name }, { clock }), sqliteStore(database, { clock })];
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(key, text), { selector: ([one]) => one, minLength: 1, maxLength: 12 }),
      fc.record({ from: fc.option(text, { nil: undefined }), to: fc.option(text, { nil: undefined }) }),
      fc.boolean(),
      fc.integer({ min: 1, max: 5 }),
      text,
      async (records, { from, to }, descending, limit, part) => {
        const things = collection<Thing>(`things${run++}`, declared);
        await Promise.all(records.flatMap(([one, sort]) => [aws, own].map((store) => store.put(things, one, { part, sort }))));
        const query = {
          index: 'bySort',
          partition: part,
          descending,
          limit,
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
        };
        expect(await pages(aws, things, query)).toEqual(await pages(own, things, query));
      },
    ),
    { numRuns: 40 },
  );
  const { Items = [] } = await client.send(new ScanCommand({ TableName: name }));
  const bytesOf = (attribute: string) => Math.max(0, ...Items.map((item) => Buffer.byteLength(item[attribute]?.S ?? '')));
  expect(Items.length).toBeGreaterThan(40);
  // The service refuses more; what stands in for it doesn't look.
  expect(Math.max(bytesOf(tableKey), ...storeIndexes.map(({ partition }) => bytesOf(partition)))).toBeLessThanOrEqual(partitionBytesMax);
  expect(Math.max(...storeIndexes.map(({ sort }) => bytesOf(sort)))).toBeLessThanOrEqual(sortBytesMax);
  expect(Math.max(...storeIndexes.map(({ sort }) => bytesOf(sort)))).toBeGreaterThan(sortBytesMax - 4);
});

it('refuses what is no cursor of a page', async () => {
  const store = dynamodbStore({ client: dynamodb.client, name: await dynamodb.table() }, { clock });
  await expect(store.query(collection<Thing>('things', declared), { index: 'bySort', partition: 'p', after: 'bm9uZQ' })).rejects.toBeInstanceOf(
    TypeError,
  );
});
