import type { BlobHead } from '../blobs.ts';

/** The name in an object's metadata of when it ends, ms since 1970. */
const endsName = 'ends';

export const metadataOf = (endsAt: number | null): Record<string, string> => (endsAt === null ? {} : { [endsName]: String(endsAt) });

/** What HeadObject and GetObject answer about an object. */
export interface ObjectAnswer {
  readonly ContentLength?: number | undefined;
  /** `bytes 0-9/300` where a range was asked for: behind the slash the size of the whole. */
  readonly ContentRange?: string | undefined;
  readonly ContentType?: string | undefined;
  readonly Metadata?: Record<string, string> | undefined;
}

export function headOf(key: string, { ContentLength, ContentRange, ContentType, Metadata }: ObjectAnswer): BlobHead {
  const ends = Metadata?.[endsName];
  return {
    key,
    bytes: ContentRange === undefined ? (ContentLength ?? 0) : Number(ContentRange.slice(ContentRange.indexOf('/') + 1)),
    contentType: ContentType ?? 'application/octet-stream',
    endsAt: ends === undefined ? null : Number(ends),
  };
}
