import { ListObjectsV2Command, type ListObjectsV2CommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { inKeyOrder } from '../key.ts';

/**
 * A client whose listings are as S3's: in the order of the bytes of UTF-8, and after StartAfter in the same order. The stand-in sorts as people do in their language and
 * compares StartAfter otherwise, so that pages of it lose keys.
 */
export function listingInByteOrder(s3: S3Client): Pick<S3Client, 'send'> {
  async function list(command: ListObjectsV2Command): Promise<Partial<ListObjectsV2CommandOutput>> {
    const { Bucket, Prefix, MaxKeys = 1_000, StartAfter } = command.input;
    const all = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
    if (all.IsTruncated) throw new Error('More than the tests of one bucket put into it.');
    const keys = (all.Contents ?? []).flatMap(({ Key }) => Key ?? []).sort(inKeyOrder);
    const rest = keys.filter((key) => StartAfter === undefined || inKeyOrder(key, StartAfter) > 0);
    return { Contents: rest.slice(0, MaxKeys).map((Key) => ({ Key })), IsTruncated: rest.length > MaxKeys };
  }
  const send = (command: object, ...rest: unknown[]) =>
    command instanceof ListObjectsV2Command ? list(command) : Reflect.apply(s3.send, s3, [command, ...rest]);
  return { send };
}
