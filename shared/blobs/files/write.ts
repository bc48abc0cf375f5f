import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StorageFailed } from '../../errors.ts';
import { type BlobContent, BlobTooLarge } from '../blobs.ts';
import { create } from './durable.ts';

export interface Writing {
  readonly key: string;
  readonly header: Buffer;
  readonly content: BlobContent;
  readonly bytesMax: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Writes header and content to a new file in `folder` and syncs it. Answers its path and the content's size. On failure the file is gone: BlobTooLarge, what the
 * content throws or the signal ends with, or StorageFailed for what the disk does.
 */
export async function writeApart(folder: string, { key, header, content, bytesMax, signal }: Writing): Promise<{ path: string; bytes: number }> {
  const path = join(folder, randomBytes(16).toString('hex'));
  const onDisk = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (cause) {
      throw new StorageFailed(`The blob ${key}`, cause);
    }
  };
  const file = await onDisk(create(path));
  let bytes = 0;
  try {
    await onDisk(file.writeFile(header));
    for await (const chunk of content instanceof Uint8Array ? [content] : content) {
      signal?.throwIfAborted();
      bytes += chunk.byteLength;
      if (bytes > bytesMax) throw new BlobTooLarge(key, bytesMax);
      await onDisk(file.writeFile(chunk));
    }
    signal?.throwIfAborted();
    await onDisk(file.sync());
    await onDisk(file.close());
  } catch (cause) {
    await file.close().catch(() => {
      // Closed already, or as broken as what is reported.
    });
    // What can't be taken away now, the sweep finds.
    await rm(path, { force: true }).catch(() => {});
    throw cause;
  }
  return { path, bytes };
}
