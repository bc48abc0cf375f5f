import { randomBytes } from 'node:crypto';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countCalls } from '../../../test/aws/calls.ts';
import { type DynamoDb, startDynamoDb } from '../../../test/aws/dynamodb.ts';
import { type Fauxqs, startFauxqs } from '../../../test/aws/fauxqs.ts';
import type { Blobs } from '../../blobs/blobs.ts';
import { s3Blobs } from '../../blobs/s3/blobs.ts';
import { listingInByteOrder } from '../../blobs/s3/byte-order.contract.ts';
import { presigner } from '../../blobs/s3/link.ts';
import { StorageFailed } from '../../errors.ts';
import { manualClock } from '../../timers/manual-clock.ts';
import { dayMs } from '../day.ts';
import { type SeriesSubject, seriesContract } from '../series.contract.ts';
import type { Sample } from '../series.ts';
import { unkindSeries } from '../unkind.ts';
import { awsSeries } from './series.ts';

let dynamodb: DynamoDb;
let fauxqs: Fauxqs;
beforeAll(async () => {
  [dynamodb, fauxqs] = await Promise.all([startDynamoDb(), startFauxqs()]);
});
afterAll(() => Promise.all([dynamodb.close(), fauxqs.close()]));

const rawMs = 7 * dayMs;

async function open({
  foldAfterMs = 0,
  foldBatches = 5_000,
  around = (blobs: Blobs) => blobs,
} = {}): Promise<SeriesSubject & { readonly calls: ReadonlyMap<string, number> }> {
  const bucket = `series-${randomBytes(6).toString('hex')}`;
  await fauxqs.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const clock = manualClock();
  const client = dynamodb.connect();
  const table = { client, name: await dynamodb.table() };
  const blobs = around(s3Blobs({ s3: listingInByteOrder(fauxqs.s3), bucket, sign: presigner(fauxqs.s3), clock }));
  const begin = () => awsSeries({ table, blobs, clock, rawMs, foldAfterMs, foldBatches });
  return { calls: countCalls(client), series: begin(), clock, rawMs, again: async () => begin(), async close() {} };
}

seriesContract('Series on AWS', open);

seriesContract(
  'Series on AWS, unkind,',
  async () => {
    const subject = await open();
    return { ...subject, series: unkindSeries(subject.series, 1) };
  },
  { kind: false },
);

const each = (count: number, at: number): Sample[] =>
  Array.from({ length: count }, (_, i) => ({ series: `check:${i}`, at, forMs: 1_000, state: 'up' }));

it('writes an item for each group of series, however many series there are', async () => {
  const { series, clock, calls } = await open();
  await series.append(each(2_000, clock.now()));
  expect(calls.get('PutItemCommand')).toBe(16);
});

it('leaves in the table what came lately, and puts it into the bucket when it is old enough, or much', async () => {
  const asked: string[] = [];
  const around = (blobs: Blobs): Blobs => ({
    ...blobs,
    put(key, ...rest) {
      asked.push(key);
      return blobs.put(key, ...rest);
    },
  });
  const { series, clock } = await open({ foldAfterMs: 60_000, foldBatches: 2, around });
  await series.append(each(1, clock.now()));
  await series.sweep();
  expect(asked).toEqual([]);
  await clock.advance(60_000);
  await series.sweep();
  expect(asked).toEqual(['series/check:0/2026-01']);
  for (const later of [1_000, 2_000]) await series.append(each(1, clock.now() + later));
  await series.sweep();
  expect(asked).toHaveLength(2);
});

it('loses nothing and counts nothing twice when a fold breaks in the middle, or two of them meet', async () => {
  let puts = 0;
  const around = (blobs: Blobs): Blobs => ({
    ...blobs,
    async put(key, content, options) {
      if (++puts === 5) throw new StorageFailed(key, new Error('the bucket is away'));
      return blobs.put(key, content, options);
    },
  });
  const { series, clock, again } = await open({ around });
  const from = clock.now();
  await series.append(each(20, from));
  await expect(series.sweep()).rejects.toMatchObject({ code: 'storage_failed' });
  // Whoever failed may still be at it, for all that is known: its groups are left alone until no function can be.
  await clock.advance(16 * 60_000);
  await series.append(each(20, from + 1_000));
  const other = await again();
  await Promise.all([series.sweep(), other.sweep(), series.append(each(20, from + 2_000))]);
  await Promise.all([series.sweep(), other.sweep()]);
  for (const name of ['check:0', 'check:10', 'check:19']) expect((await other.read(name, from, from + 10_000))[0]?.stateMs.up).toBe(3_000);
});
