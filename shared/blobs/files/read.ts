import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { StorageFailed } from '../../errors.ts';
import type { BlobHead, GetOptions } from '../blobs.ts';
import { isMissing } from './durable.ts';
import { headerBytesMax, readHeader } from './header.ts';

const chunkBytes = 64 * 1024;

export interface Opened {
  readonly file: FileHandle;
  readonly head: BlobHead;
  readonly contentAt: number;
}

/** Opens a blob's file: what is then read is of this one, whatever takes its place. Returns null when there is none. */
export async function openBlob(path: string): Promise<Opened | null> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    if (isMissing(cause)) return null;
    throw cause;
  });
  if (!file) return null;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headerBytesMax), 0, headerBytesMax, 0);
    const read = readHeader(buffer.subarray(0, bytesRead), (await file.stat()).size);
    if (read) return { file, ...read };
    await file.close();
    return null;
  } catch (cause) {
    await file.close();
    throw cause;
  }
}

/** When the blob in a file ends, without a turn of the event loop; undefined when there is none. */
export function endOfSync(path: string): number | null | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
  try {
    const start = Buffer.alloc(headerBytesMax);
    const bytes = readSync(file, start, 0, headerBytesMax, 0);
    return readHeader(start.subarray(0, bytes), fstatSync(file).size)?.head.endsAt;
  } finally {
    closeSync(file);
  }
}

/** The content of an opened blob, or a range of it; closes the file at its end, or when it is destroyed. */
export function contentOf({ file, head, contentAt }: Opened, { range, signal }: GetOptions): Readable {
  const to = contentAt + Math.min(head.bytes, range?.to ?? head.bytes);
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = contentAt + Math.max(0, range?.from ?? 0); at < to; ) {
      const wanted = Math.min(chunkBytes, to - at);
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, at).catch((cause: unknown) => {
        throw new StorageFailed(`The blob ${head.key}`, cause);
      });
      if (bytesRead === 0) throw new StorageFailed(`The blob ${head.key}`, new Error('its file became shorter'));
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }
  const content = Readable.from(chunks(), { objectMode: false, ...(signal && { signal }) });
  // Also when nobody began to read it, and the generator with its finally never ran.
  content.once('close', () => void file.close());
  return content;
}
