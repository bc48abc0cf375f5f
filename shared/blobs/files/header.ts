import type { BlobHead } from '../blobs.ts';

/** What stands before the content in a blob's file: one line of JSON, so that both come and go in one rename. */
interface Header {
  readonly blob: 1;
  readonly key: string;
  readonly type: string;
  readonly ends: number | null;
}

/** The most bytes a header takes: a key of 300 bytes, each of them escaped, a type of 200, and the rest. */
export const headerBytesMax = 4_096;

export function headerOf(key: string, contentType: string, endsAt: number | null): Buffer {
  return Buffer.from(`${JSON.stringify({ blob: 1, key, type: contentType, ends: endsAt } satisfies Header)}\n`);
}

/** Reads it from a file's first bytes, and where the content starts; null when the file is none of ours. */
export function readHeader(start: Buffer, fileBytes: number): { readonly head: BlobHead; readonly contentAt: number } | null {
  const end = start.indexOf(0x0a);
  if (end < 0) return null;
  const header = parsed(start.toString('utf8', 0, end));
  if (!header) return null;
  return { head: { key: header.key, bytes: fileBytes - end - 1, contentType: header.type, endsAt: header.ends }, contentAt: end + 1 };
}

function parsed(line: string): Header | null {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    // Another program's file: there is no blob.
    return null;
  }
  const fits =
    typeof read === 'object' &&
    read !== null &&
    'blob' in read &&
    read.blob === 1 &&
    'key' in read &&
    typeof read.key === 'string' &&
    'type' in read &&
    typeof read.type === 'string' &&
    'ends' in read &&
    (read.ends === null || typeof read.ends === 'number');
  return fits ? (read as Header) : null;
}
