import type { KeyObject } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import { type Roots, trustedChain } from './certificate.ts';

/** The key a certificate's address stands for; or why there is none, and whether that may heal by itself. */
export type KeyFound = { readonly key: KeyObject } | { readonly why: string; readonly heals: boolean };

/** What fetching needs of `fetch`. */
export type Fetch = (url: string, init: { readonly signal: AbortSignal; readonly redirect: 'error' }) => Promise<Response>;

export interface CertificateCacheOptions {
  readonly roots: Roots;
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** For the whole download; default 2,500: the person waits, and Alexa for 8,000 in all. */
  readonly deadlineMs?: number;
}

/** A chain of four has about 6 KB. */
const bytesMax = 64 * 1024;
/** Amazon uses one or two at a time. */
const keptMax = 16;
/** Addresses in the allowed folder that hold nothing good: anyone can name one, so these never push out a good key. */
const failedMax = 256;
const failedForMs = 10_000;
const fetchesMax = 8;

/**
 * Keys by the address of their certificate, until one of the chain ends. One download an address however many ask, `fetchesMax` at once; one that failed isn't tried again for 10 s.
 * A key at hand is answered at once, without a promise.
 */
export function certificateCache({
  roots,
  clock,
  fetch,
  deadlineMs = 2_500,
}: CertificateCacheOptions): (url: string) => KeyFound | Promise<KeyFound> {
  const kept = new Map<string, { readonly found: KeyFound; readonly from: number; readonly until: number }>();
  const failed = new Map<string, { readonly found: KeyFound; readonly from: number; readonly until: number }>();
  const underWay = new Map<string, Promise<KeyFound>>();

  const load = async (url: string): Promise<KeyFound> => {
    const got = await download(url, fetch, deadlineMs);
    const chain = 'pem' in got ? trustedChain(got.pem, roots, clock.now()) : got;
    if ('key' in chain) {
      const found = { key: chain.key };
      keep(kept, keptMax, url, { found, from: chain.from, until: chain.until });
      return found;
    }
    const found = { why: chain.why, heals: 'heals' in chain };
    const now = clock.now();
    keep(failed, failedMax, url, { found, from: now, until: now + failedForMs });
    return found;
  };

  return (url) => {
    const now = clock.now();
    const known = kept.get(url) ?? failed.get(url);
    if (known && known.from <= now && now <= known.until) return known.found;
    kept.delete(url);
    failed.delete(url);
    const running = underWay.get(url);
    if (running) return running;
    if (underWay.size >= fetchesMax) return { why: 'too many certificates are being fetched', heals: true };
    const loading = load(url).finally(() => underWay.delete(url));
    underWay.set(url, loading);
    return loading;
  };
}

function keep<T>(map: Map<string, T>, max: number, url: string, value: T): void {
  map.set(url, value);
  const oldest = map.keys().next().value;
  if (map.size > max && oldest !== undefined) map.delete(oldest);
}

/** A file that isn't there (4xx) is the sender's doing; silence and 5xx are the network's, and heal. A redirect could lead anywhere, so none is followed. */
async function download(url: string, fetch: Fetch, deadlineMs: number): Promise<{ pem: string } | { why: string; heals?: true }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(deadlineMs), redirect: 'error' });
    if (!response.ok) {
      await response.body?.cancel();
      return response.status >= 500 || response.status === 429 ? { why: `HTTP ${response.status}`, heals: true } : { why: `HTTP ${response.status}` };
    }
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > bytesMax) return { why: `more than ${bytesMax} bytes` };
      chunks.push(chunk);
    }
    return { pem: Buffer.concat(chunks).toString('latin1') };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error), heals: true };
  }
}
