import { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { called } from '../../aws/call.ts';
import type { Clock } from '../../clock.ts';
import { type Blobs, blobBytesMax, type FoundBlob, type GetOptions, linkEnd } from '../blobs.ts';
import { checkBlobKey, checkContentType } from '../key.ts';
import { keepTags } from './expiry.ts';
import { headOf, metadataOf } from './head.ts';
import type { Signer } from './link.ts';
import { partsOf } from './parts.ts';
import { contentOf } from './read.ts';
import { upload } from './upload.ts';

export interface S3BlobsOptions {
  readonly s3: Pick<S3Client, 'send'>;
  /** One with `lifecycleRules`. */
  readonly bucket: string;
  /** Makes presigned links, see link.ts. */
  readonly sign: Signer;
  readonly clock: Clock;
}

/**
 * Blobs as objects of one bucket, under their keys. The end stands in the metadata, where each reader looks, and as a tag for the bucket's lifecycle rules, which delete
 * once a day: nothing is left to sweep.
 */
export function s3Blobs({ s3, bucket, sign, clock }: S3BlobsOptions): Blobs {
  const at = (Key: string) => {
    checkBlobKey(Key);
    return { Bucket: bucket, Key };
  };
  const named = (key: string) => `The blob ${key}`;
  const isOver = ({ endsAt }: { readonly endsAt: number | null }) => endsAt !== null && endsAt <= clock.now();

  const blobs: Blobs = {
    async put(key, content, { contentType, endsAt = null, bytesMax = blobBytesMax, signal }) {
      checkContentType(contentType);
      const Tagging = endsAt === null ? undefined : keepTags(endsAt, clock.now());
      const target = { ...at(key), ContentType: contentType, Metadata: metadataOf(endsAt), ...(Tagging && { Tagging }) };
      const bytes = await upload(s3, named(key), target, partsOf(key, content, bytesMax, signal));
      return { key, bytes, contentType, endsAt };
    },

    async get(key, options = {}) {
      const { from = 0, to } = options.range ?? {};
      return to !== undefined && to <= from ? withoutContent(key) : fetched(key, options);
    },

    async head(key) {
      const target = at(key);
      const answer = await called(named(key), (abortSignal) => s3.send(new HeadObjectCommand(target), { abortSignal }).catch(noneIfMissing));
      const head = answer && headOf(key, answer);
      return head && !isOver(head) ? head : null;
    },

    async delete(key) {
      const target = at(key);
      await called(named(key), (abortSignal) => s3.send(new DeleteObjectCommand(target), { abortSignal }));
    },

    async list(prefix, { after, limit = 100 } = {}) {
      const MaxKeys = Math.min(1_000, Math.max(1, Math.floor(limit)));
      const ask = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys, ...(after !== undefined && { StartAfter: after }) });
      const { Contents = [], IsTruncated } = await called(`The blobs ${prefix}`, (abortSignal) => s3.send(ask, { abortSignal }));
      const keys = Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
      return { keys, next: IsTruncated ? (keys.at(-1) ?? null) : null };
    },

    async link(key, endsAt) {
      const head = await blobs.head(key);
      const end = head && linkEnd(endsAt, clock.now(), head);
      return end === null ? null : sign(at(key), clock.now(), end);
    },

    sweep: async () => 0,
  };
  return blobs;

  async function fetched(key: string, options: GetOptions): Promise<FoundBlob | null> {
    const { from = 0, to } = options.range ?? {};
    const Range = options.range && `bytes=${from}-${to === undefined ? '' : to - 1}`;
    const ask = new GetObjectCommand({ ...at(key), ...(Range && { Range }) });
    // The deadline is for the answer's beginning; its content has one for each piece.
    const answer = await called(named(key), (abortSignal) =>
      s3.send(ask, { abortSignal }).catch((cause: unknown) => (isPastTheEnd(cause) ? 'nothing' : noneIfMissing(cause))),
    );
    if (answer === 'nothing') return withoutContent(key);
    if (answer === null) return null;
    const head = headOf(key, answer);
    const content = contentOf(named(key), answer.Body, options.signal);
    if (!isOver(head)) return { head, content };
    content.destroy();
    return null;
  }

  async function withoutContent(key: string): Promise<FoundBlob | null> {
    const head = await blobs.head(key);
    return head && { head, content: Readable.from([]) };
  }
}

/** GetObject says NoSuchKey; HeadObject, whose answer has no body, NotFound. */
function noneIfMissing(cause: unknown): null {
  if (cause instanceof Error && (cause.name === 'NoSuchKey' || cause.name === 'NotFound')) return null;
  throw cause;
}

/** The range begins where the content has ended, or it has none. */
const isPastTheEnd = (cause: unknown) => cause instanceof Error && cause.name === 'InvalidRange';
