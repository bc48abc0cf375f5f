import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { called } from '../../aws/call.ts';
import { StorageFailed } from '../../errors.ts';

/** A part on its way, ms: 8 MiB at 2 Mbit/s. */
const partMs = 40_000;
/** S3: putting the parts together may take minutes. */
const completeMs = 120_000;

export type Target = Pick<PutObjectCommandInput, 'Bucket' | 'Key' | 'ContentType' | 'Metadata' | 'Tagging'>;

/**
 * Puts pieces as one object: in one call when there is one piece, else as parts, one after the other. Answers the size. S3 shows the object when all of it is there; what
 * fails before leaves the former object, and parts that S3 is told to take away, or takes away by the bucket's rule.
 */
export async function upload(s3: Pick<S3Client, 'send'>, what: string, target: Target, pieces: AsyncGenerator<Buffer>): Promise<number> {
  const first = await pieces.next();
  const second = first.done ? first : await pieces.next();
  if (first.done) throw new TypeError('No content, not even none.');
  if (second.done) {
    await called(what, (abortSignal) => s3.send(new PutObjectCommand({ ...target, Body: first.value }), { abortSignal }), partMs);
    return first.value.byteLength;
  }
  const at = { Bucket: target.Bucket, Key: target.Key };
  const { UploadId } = await called(what, (abortSignal) => s3.send(new CreateMultipartUploadCommand(target), { abortSignal }));
  const parts: { readonly PartNumber: number; readonly ETag: string | undefined }[] = [];
  let bytes = 0;

  async function send(Body: Buffer): Promise<void> {
    const PartNumber = parts.length + 1;
    const part = new UploadPartCommand({ ...at, UploadId, PartNumber, Body });
    parts.push({ PartNumber, ETag: (await called(what, (abortSignal) => s3.send(part, { abortSignal }), partMs)).ETag });
    bytes += Body.byteLength;
  }

  try {
    await send(first.value);
    await send(second.value);
    for await (const piece of pieces) await send(piece);
    const complete = new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts: parts } });
    await called(what, (abortSignal) => s3.send(complete, { abortSignal }), completeMs);
  } catch (cause) {
    await called(what, (abortSignal) => s3.send(new AbortMultipartUploadCommand({ ...at, UploadId }), { abortSignal })).catch((failure: unknown) => {
      // The bucket's rule takes the parts away. What failed before is what is told.
      if (!(failure instanceof StorageFailed)) throw failure;
    });
    throw cause;
  }
  return bytes;
}
