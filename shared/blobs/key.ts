import { BellhopError } from '../errors.ts';

const bytesMax = 300;
const partBytesMax = 80;

/** A name that no blob can have. */
export class BlobKeyRefused extends BellhopError {
  constructor(key: string, why: string) {
    super('blob_key', `"${key.slice(0, 100)}" can't name a blob: ${why}.`, {
      hint: `1 to ${bytesMax} bytes, in parts of 1 to ${partBytesMax} between slashes.`,
    });
  }
}

/**
 * Throws BlobKeyRefused for what is no key. A key is 1–300 bytes of UTF-8: parts of 1–80 bytes, none of them `.` or `..`, with a slash between each two, and no
 * control character in it. What is kept under one key never changes what is under another, upper and lower case apart.
 */
export function checkBlobKey(key: string): void {
  const why = flawOf(key);
  if (why !== null) throw new BlobKeyRefused(key, why);
}

export const isBlobKey = (key: string) => flawOf(key) === null;

function flawOf(key: string): string | null {
  if (key.length > bytesMax || Buffer.byteLength(key) > bytesMax) return `it is longer than ${bytesMax} bytes`;
  // What XML, in which S3 lists them, can't carry.
  if (!key.isWellFormed() || /[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/.test(key)) return 'it has a character that is none';
  for (const part of key.split('/')) {
    if (part === '') return 'a part of it is empty';
    if (part === '.' || part === '..') return `a part of it is ${part}`;
    if (Buffer.byteLength(part) > partBytesMax) return `a part of it is longer than ${partBytesMax} bytes`;
  }
  return null;
}

/** In the order of the bytes of UTF-8, in which S3 lists. */
export const inKeyOrder = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** What a Content-Type header can carry; throws TypeError for anything else. */
export function checkContentType(contentType: string): void {
  if (
    contentType.length > 200 ||
    !/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(; ?[\w!#$&^.+-]+=("[^"\\\u0000-\u001f\u007f-\uffff]*"|[\w!#$&^.+-]+))*$/.test(contentType)
  )
    throw new TypeError(`${JSON.stringify(contentType.slice(0, 100))} is no content type.`);
}
