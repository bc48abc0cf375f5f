import { createHmac, timingSafeEqual } from 'node:crypto';
import { isBlobKey } from './key.ts';

/** Where the links lead: a route of the installation. */
export const blobsPath = '/blobs';

/** The path and query of a link to a blob that ends at `endsAt` (ms since 1970), signed with the installation's key. */
export function linkTo(secret: string, key: string, endsAt: number): string {
  return `${blobsPath}?key=${key.split('/').map(encodeURIComponent).join('/')}&ends=${endsAt}&sig=${signatureOf(secret, key, endsAt)}`;
}

/**
 * The key that a link leads to, from a request's path and query (`/blobs?key=…&ends=…&sig=…`); null when the link isn't ours, was changed, or has ended. Whoever serves it
 * asks for the blob then, which may be gone, and sends it so that no browser runs what is in it (`content-disposition: attachment`, or a sandbox).
 */
export function keyOfLink(secret: string, target: string, now: number): string | null {
  const link = /^\/blobs\?key=([^&#]{1,2000})&ends=([1-9]\d{0,15})&sig=([\w-]{43})$/.exec(target);
  const [, path, ends, signature] = link ?? [];
  if (path === undefined || ends === undefined || signature === undefined || Number(ends) <= now) return null;
  const key = decoded(path);
  if (key === null || !isBlobKey(key)) return null;
  return timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(secret, key, Number(ends)))) ? key : null;
}

function signatureOf(secret: string, key: string, endsAt: number): string {
  return createHmac('sha256', secret).update(`bellhop/blobs/link\n${endsAt}\n${key}`).digest('base64url');
}

function decoded(path: string): string | null {
  try {
    return path.split('/').map(decodeURIComponent).join('/');
  } catch {
    // An escape of no UTF-8: no link of ours has one.
    return null;
  }
}
