import { type BlobContent, BlobTooLarge } from '../blobs.ts';

/** A part of an upload: S3 takes 10,000 of them at most, 5 MiB at least each but the last. 8 MiB hold the 5 GiB that a blob may have, and two of them in memory. */
export const partBytes = 8 * 2 ** 20;

/**
 * Content as pieces of `partBytes`, the last one smaller, or empty when there is nothing: one piece at least. Holds one piece at a time. Throws BlobTooLarge past
 * `bytesMax`, and what the content throws or the signal ends with.
 */
export async function* partsOf(key: string, content: BlobContent, bytesMax: number, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let held = 0;
  let total = 0;
  for await (const chunk of content instanceof Uint8Array ? [content] : content) {
    signal?.throwIfAborted();
    total += chunk.byteLength;
    if (total > bytesMax) throw new BlobTooLarge(key, bytesMax);
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    while (held + rest.byteLength > partBytes) {
      const fits = partBytes - held;
      yield Buffer.concat([...waiting, rest.subarray(0, fits)], partBytes);
      rest = rest.subarray(fits);
      waiting = [];
      held = 0;
    }
    waiting.push(rest);
    held += rest.byteLength;
  }
  signal?.throwIfAborted();
  yield Buffer.concat(waiting, held);
}
