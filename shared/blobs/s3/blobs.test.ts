import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { CreateBucketCommand, ListMultipartUploadsCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Fauxqs, startFauxqs } from '../../../test/aws/fauxqs.ts';
import { moto } from '../../../test/aws/moto.ts';
import { StorageFailed } from '../../errors.ts';
import { manualClock } from '../../timers/manual-clock.ts';
import { type BlobsSubject, blobsContract } from '../blobs.contract.ts';
import type { Blobs } from '../blobs.ts';
import { unkindBlobs } from '../unkind.ts';
import { s3Blobs } from './blobs.ts';
import { listingInByteOrder } from './byte-order.contract.ts';
import { keepDays, keepTags, lifecycleRules } from './expiry.ts';
import { presigner } from './link.ts';
import { partBytes, partsOf } from './parts.ts';
import { contentOf } from './read.ts';

let aws: Fauxqs;
beforeAll(async () => {
  aws = await startFauxqs();
});
afterAll(() => aws.close());

const text = { contentType: 'text/plain' };

async function fresh(s3: Pick<S3Client, 'send'> = aws.s3) {
  const bucket = `blobs-${randomBytes(6).toString('hex')}`;
  await aws.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const clock = manualClock();
  return { blobs: s3Blobs({ s3, bucket, sign: presigner(aws.s3), clock }), clock, bucket };
}

/** The client, with each command shown to `seen` before it is sent: it may throw in the service's place. */
function watched(seen: (command: string, input: object) => void): Pick<S3Client, 'send'> {
  const send = (command: { readonly input: object }, ...rest: unknown[]) => {
    seen(command.constructor.name, command.input);
    return Reflect.apply(aws.s3.send, aws.s3, [command, ...rest]);
  };
  return { send };
}

async function open(): Promise<BlobsSubject> {
  const { blobs, clock } = await fresh(listingInByteOrder(aws.s3));
  return {
    blobs,
    clock,
    // The stand-in takes a link that has ended, moto doesn't. That ours say when they end is tested below.
    endsLinks: moto !== undefined,
    async follow(link) {
      const answer = await fetch(link, { headers: { 'x-test-now': String(clock.now()) } });
      const content = Buffer.from(await answer.arrayBuffer());
      return answer.status === 200 ? { content, contentType: answer.headers.get('content-type') ?? '' } : null;
    },
    async close() {},
  };
}

blobsContract('Blobs in S3', open);

for (const seed of [1, 2, 3]) {
  blobsContract(
    `Blobs in S3, unkind ${seed},`,
    async () => {
      const subject = await open();
      return { ...subject, blobs: unkindBlobs(subject.blobs, seed) };
    },
    { kind: false },
  );
}

it('sends what is large in parts, one after the other, and what is not in one call', async () => {
  const sent: string[] = [];
  const { blobs } = await fresh(watched((command) => sent.push(command)));
  const content = randomBytes(2 * partBytes + 5);
  await blobs.put('large', Readable.from([content.subarray(0, 10), content.subarray(10, partBytes + 20), content.subarray(partBytes + 20)]), text);
  expect(sent).toEqual(['CreateMultipartUploadCommand', ...Array(3).fill('UploadPartCommand'), 'CompleteMultipartUploadCommand']);
  const large = await blobs.get('large');
  expect(large && (await buffer(large.content)).equals(content)).toBe(true);
  sent.length = 0;
  await blobs.put('small', content.subarray(0, partBytes), text);
  expect(sent).toEqual(['PutObjectCommand']);
});

it('leaves neither a half object nor parts when an upload fails', async () => {
  const { blobs, bucket } = await fresh(
    watched((command, input) => {
      if (command === 'UploadPartCommand' && 'PartNumber' in input && input.PartNumber === 2)
        throw Object.assign(new Error('slow down'), { name: 'SlowDown' });
    }),
  );
  await blobs.put('a', Buffer.from('before'), text);
  await expect(blobs.put('a', Buffer.alloc(partBytes + 1), text)).rejects.toBeInstanceOf(StorageFailed);
  await expect(blobs.put('a', Buffer.alloc(partBytes + 1), { ...text, bytesMax: partBytes })).rejects.toMatchObject({ code: 'blob_too_large' });
  expect((await blobs.head('a'))?.bytes).toBe(6);
  const left = await aws.s3.send(new ListMultipartUploadsCommand({ Bucket: bucket })).catch(() => ({ Uploads: undefined }));
  expect(left.Uploads ?? []).toEqual([]);
});

it('holds little of a stream in memory', async () => {
  let most = 0;
  let given = 0;
  let taken = 0;
  async function* source(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < 40; i++) {
      given += 2 ** 20;
      most = Math.max(most, given - taken);
      yield Buffer.alloc(2 ** 20, i);
    }
  }
  for await (const part of partsOf('a', source(), Number.POSITIVE_INFINITY, undefined)) taken += part.byteLength;
  expect(taken).toBe(given);
  expect(most).toBeLessThanOrEqual(partBytes + 2 ** 21);
});

it('cuts content into parts as it was, whatever its chunks', async () => {
  for (const sizes of [[0], [1, 0, 1], [partBytes], [partBytes, 1], [partBytes - 1, 2], [3 * partBytes + 1], [5, partBytes, partBytes, 7]]) {
    const chunks = sizes.map((size) => randomBytes(size));
    const parts: Buffer[] = [];
    for await (const part of partsOf('a', Readable.from(chunks), Number.POSITIVE_INFINITY, undefined)) parts.push(part);
    expect(Buffer.concat(parts).equals(Buffer.concat(chunks))).toBe(true);
    expect(parts.slice(0, -1).every((part) => part.byteLength === partBytes)).toBe(true);
    expect(parts.at(-1)?.byteLength).toBeLessThanOrEqual(partBytes);
  }
});

it('makes links that say when they end, to the second below', async () => {
  const { blobs, clock, bucket } = await fresh();
  await blobs.put('a/b c', Buffer.from('x'), { ...text, endsAt: clock.now() + 30_000 });
  await clock.advance(700);
  for (const [endsAt, seconds] of [
    [clock.now() + 10_000, 10],
    [clock.now() + 10_999, 11],
    [clock.now() + 86_400_000, 30],
  ] as const) {
    const link = new URL((await blobs.link('a/b c', endsAt)) ?? '');
    expect(link.pathname).toBe(`/${bucket}/a/b%20c`);
    expect([link.searchParams.get('X-Amz-Date'), link.searchParams.get('X-Amz-Expires')]).toEqual(['20260105T090000Z', String(seconds)]);
    expect(link.searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/);
  }
});

// What stands in for S3 elsewhere looks at no signature.
it.runIf(moto)('makes links that lead nowhere once a letter of them is another, though they had not ended', async () => {
  const { blobs, clock } = await fresh();
  await blobs.put('a', Buffer.from('x'), text);
  await blobs.put('b', Buffer.from('y'), text);
  const link = (await blobs.link('a', clock.now() + 60_000)) ?? '';
  const follow = async (changed: string) => (await fetch(changed, { headers: { 'x-test-now': String(clock.now()) } })).status;
  expect(await follow(link)).toBe(200);
  const signed = /X-Amz-Signature=(.)/.exec(link)?.[1];
  const changes = [
    link.replace('/a?', '/b?'),
    link.replace('X-Amz-Expires=60', 'X-Amz-Expires=61'),
    link.replace(/X-Amz-Date=2026/, 'X-Amz-Date=2027'),
    link.replace(/X-Amz-Signature=./, `X-Amz-Signature=${signed === '0' ? '1' : '0'}`),
  ];
  for (const changed of changes) expect([changed === link, await follow(changed)]).toEqual([false, 403]);
});

it('tags what ends for the shortest rule that does not delete it before', async () => {
  const day = 86_400_000;
  for (const [ms, days] of [
    [1, 1],
    [day, 1],
    [day + 1, 7],
    [30 * day, 31],
    [3_660 * day, 3_660],
  ] as const)
    expect(keepTags(1_000 + ms, 1_000)).toBe(`keep-days=${days}`);
  expect(keepTags(3_661 * day, 0)).toBeUndefined();
  expect(lifecycleRules.flatMap(({ Expiration }) => Expiration?.Days ?? [])).toEqual([...keepDays]);
  const sent: object[] = [];
  const { blobs, clock } = await fresh(watched((command, input) => command.startsWith('Put') && sent.push(input)));
  await blobs.put('a', Buffer.from('x'), { ...text, endsAt: clock.now() + 3 * day });
  await blobs.put('a', Buffer.from('x'), text);
  expect(sent.map((input) => 'Tagging' in input && input.Tagging)).toEqual(['keep-days=7', false]);
});

it('says StorageFailed for all that the service or the way to it does', async () => {
  const failures: Error[] = [];
  const { blobs } = await fresh(
    watched(() => {
      const failure = Object.assign(new Error('no'), { name: ['AccessDenied', 'InternalError', 'TimeoutError'][failures.length % 3] });
      failures.push(failure);
      throw failure;
    }),
  );
  const asks: ((blobs: Blobs) => Promise<unknown>)[] = [
    (blobs) => blobs.put('a', Buffer.from('x'), text),
    (blobs) => blobs.get('a'),
    (blobs) => blobs.head('a'),
    (blobs) => blobs.delete('a'),
    (blobs) => blobs.list(''),
    (blobs) => blobs.link('a', Date.now()),
  ];
  for (const ask of asks) await expect(ask(blobs)).rejects.toBeInstanceOf(StorageFailed);
});

it('ends the connection of what is not read to its end, and tells when it breaks', async () => {
  const body = Readable.from([Buffer.from('a'), Buffer.from('b')]);
  contentOf('A blob', body, undefined).destroy();
  await new Promise((done) => setImmediate(done));
  expect(body.destroyed).toBe(true);
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from('a');
      throw new Error('reset');
    })(),
  );
  await expect(buffer(contentOf('A blob', broken, undefined))).rejects.toBeInstanceOf(StorageFailed);
});

it('reads objects that others put there', async () => {
  const { blobs, bucket } = await fresh();
  await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'theirs', Body: 'words' }));
  expect(await blobs.head('theirs')).toMatchObject({ bytes: 5, endsAt: null });
});
