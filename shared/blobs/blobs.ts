import { BellhopError } from '../errors.ts';

/** Bytes as they are, or as they come; asked for once. */
export type BlobContent = Uint8Array | AsyncIterable<Uint8Array>;

/** What is known of a blob without its content. */
export interface BlobHead {
  readonly key: string;
  readonly bytes: number;
  /** As a Content-Type header has it. */
  readonly contentType: string;
  /** ms since 1970; null: kept until it is deleted. */
  readonly endsAt: number | null;
}

export interface PutOptions {
  readonly contentType: string;
  /** When it ends, ms since 1970; left out, it is kept until it is deleted. */
  readonly endsAt?: number;
  /** Most that is taken; default 5 GiB. */
  readonly bytesMax?: number;
  /** Looked at with each piece of the content. */
  readonly signal?: AbortSignal;
}

export interface GetOptions {
  /** Bytes from (included) to (excluded; left out, to the end); cut to what there is. */
  readonly range?: { readonly from: number; readonly to?: number };
  readonly signal?: AbortSignal;
}

/** Bytes as they come, a Readable: read it, or destroy it, for a file or a connection is open until then. Fails with StorageFailed. */
export interface BlobStream extends AsyncIterable<Uint8Array> {
  destroy(): void;
}

export interface FoundBlob {
  /** Of the whole, also where a range was asked for. */
  readonly head: BlobHead;
  readonly content: BlobStream;
}

export interface BlobPage {
  readonly keys: readonly string[];
  /** Pass as `after` for the next page; null: this was the last. */
  readonly next: string | null;
}

export const blobBytesMax = 5 * 2 ** 30;
/** S3: a presigned link lives for 7 days at most. */
export const linkMsMax = 7 * 86_400_000;

/** There was more than the blob may have; nothing of it was kept. */
export class BlobTooLarge extends BellhopError {
  constructor(key: string, bytesMax: number) {
    super('blob_too_large', `${key} is larger than ${bytesMax} bytes.`, { hint: 'Keep less of it, or raise its limit.' });
  }
}

/**
 * Keeps files under keys (see key.ts): reports, downloads, pictures, the large part of a record. Each is seen whole or not at all, and none after its end.
 * Everything but `link` throws BlobKeyRefused for what is no key; a failure of the disk or the bucket is StorageFailed, and may be repeated.
 */
export interface Blobs {
  /** Keeps it durably in place of what was there. Throws BlobTooLarge, or what the content throws; the former blob is then as it was. */
  put(key: string, content: BlobContent, options: PutOptions): Promise<BlobHead>;
  /** Returns null when there is none, or it has ended. What was begun to be read is read to its end, whatever becomes of the key. */
  get(key: string, options?: GetOptions): Promise<FoundBlob | null>;
  /** Returns null when there is none, or it has ended. */
  head(key: string): Promise<BlobHead | null>;
  /** Nothing happens when there is none. */
  delete(key: string): Promise<void>;
  /** Keys that begin with `prefix`, in the order of their UTF-8 bytes; `limit` 1–1,000, default 100. May still show what has ended. */
  list(prefix: string, options?: { readonly after?: string; readonly limit?: number }): Promise<BlobPage>;
  /**
   * An address at which anyone can fetch it until `endsAt` (ms since 1970, to the second below), or until it ends itself. Returns null when there is none, or it
   * ends within the second. Throws RangeError when that is past, or more than 7 days ahead.
   */
  link(key: string, endsAt: number): Promise<string | null>;
  /** Deletes what ended some hours ago, at most `limit`, where the driver has to; answers how many. */
  sweep(limit: number): Promise<number>;
}

/** When a link ends: as asked, but no later than the blob, and in whole seconds; null when that is now. Throws RangeError as `link` does. */
export function linkEnd(endsAt: number, now: number, head: BlobHead): number | null {
  if (!(endsAt > now && endsAt <= now + linkMsMax)) throw new RangeError(`A link ends within 7 days from now, not at ${endsAt}.`);
  const end = Math.floor(Math.min(endsAt, head.endsAt ?? endsAt) / 1_000) * 1_000;
  return end > now ? end : null;
}
