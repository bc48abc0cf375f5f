import { importJWK } from 'jose';
import type { Clock } from '../../shared/clock.ts';
import type { GetDocument } from './document.ts';
import { trust } from './limits.ts';

/** A key that Microsoft signs deliveries with. */
export interface SigningKey {
  readonly kid: string;
  readonly key: CryptoKey;
  /** The channels it may sign for; none named: all. */
  readonly endorsements: readonly string[];
}

/** The keys can't be had: nothing can be verified now, which isn't the sender's fault. */
export class KeysUnavailable extends Error {}

export interface Keys {
  /** The key of this id; null when Microsoft has none. Throws KeysUnavailable. */
  find(kid: string): Promise<SigningKey | null>;
  /** Whether this key is of those fetched last: what one of those before has verified is verified again. */
  holds(key: SigningKey): boolean;
}

interface KeysOptions {
  readonly metadataUrl: string;
  readonly clock: Clock;
  readonly fetch: GetDocument;
  readonly deadlineMs?: number;
}

/**
 * Microsoft's signing keys by way of the OpenID metadata: fetched when first needed, kept for a day, refreshed on the side after half of one, and at once for an
 * id that isn't known, but at most once a minute. One fetch at a time, whoever asks.
 */
export function signingKeys(options: KeysOptions): Keys {
  const { clock } = options;
  let keys: ReadonlyMap<string, SigningKey> | undefined;
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let fetching: Promise<void> | undefined;

  function refresh(): Promise<void> {
    fetching ??= fetchKeys(options)
      .then(
        (fetched) => {
          keys = fetched;
          fetchedAt = clock.now();
        },
        (cause) => {
          failedAt = clock.now();
          throw new KeysUnavailable(`Microsoft's signing keys could not be fetched: ${cause instanceof Error ? cause.message : cause}`, { cause });
        },
      )
      .finally(() => {
        fetching = undefined;
      });
    return fetching;
  }

  return {
    holds: (key) => keys?.get(key.kid) === key,
    async find(kid) {
      const age = clock.now() - fetchedAt;
      const mayAsk = clock.now() - failedAt >= trust.failedFloorMs;
      if (!keys || age >= trust.keysValidMs) {
        if (!mayAsk && !fetching) throw new KeysUnavailable("Microsoft's signing keys could not be fetched a moment ago.");
        await refresh();
        return keys?.get(kid) ?? null;
      }
      const key = keys.get(kid);
      if (key) {
        // What comes of it shows when the day is over; until then these keys are good.
        if (age >= trust.keysRefreshAfterMs && mayAsk) refresh().catch(() => {});
        return key;
      }
      if (age < trust.unknownKeyFloorMs && !fetching) return null;
      if (!mayAsk && !fetching) throw new KeysUnavailable("Microsoft's signing keys could not be refreshed a moment ago.");
      await refresh();
      return keys.get(kid) ?? null;
    },
  };
}

async function fetchKeys({ metadataUrl, fetch, deadlineMs = trust.fetchDeadlineMs }: KeysOptions): Promise<ReadonlyMap<string, SigningKey>> {
  const signal = AbortSignal.timeout(deadlineMs);
  const metadata = await document(fetch, metadataUrl, signal);
  const address = typeof metadata.jwks_uri === 'string' ? URL.parse(metadata.jwks_uri) : null;
  // An address that was handed in is used only where the configured one stands.
  if (!address || address.origin !== new URL(metadataUrl).origin) throw new Error(`${metadataUrl} names no key document at its own origin`);
  const { keys } = await document(fetch, address.href, signal);
  if (!Array.isArray(keys)) throw new Error(`${address.href} has no list of keys`);
  const found = new Map<string, SigningKey>();
  for (const jwk of keys.slice(0, 100)) {
    const entry = await signingKey(jwk);
    if (entry && !found.has(entry.kid)) found.set(entry.kid, entry);
  }
  if (found.size === 0) throw new Error(`${address.href} has no RSA key for signatures`);
  return found;
}

/** A key of the document, or null for what isn't an RSA key for signatures. */
async function signingKey(jwk: unknown): Promise<SigningKey | null> {
  if (typeof jwk !== 'object' || jwk === null) return null;
  const { kid, kty, use, alg, n, e, endorsements } = jwk as Record<string, unknown>;
  if (typeof kid !== 'string' || kty !== 'RSA' || typeof n !== 'string' || typeof e !== 'string') return null;
  if ((use !== undefined && use !== 'sig') || (alg !== undefined && alg !== 'RS256')) return null;
  try {
    const key = await importJWK({ kty, n, e }, 'RS256');
    if (key instanceof Uint8Array) return null;
    return { kid, key, endorsements: Array.isArray(endorsements) ? endorsements.filter((x) => typeof x === 'string') : [] };
  } catch {
    return null; // One broken key among good ones: tokens that name it are refused as unknown.
  }
}

async function document(fetch: KeysOptions['fetch'], url: string, signal: AbortSignal): Promise<Record<string, unknown>> {
  const response = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > trust.documentBytesMax) throw new Error(`${url} answered more than ${trust.documentBytesMax} bytes`);
    chunks.push(chunk);
  }
  const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (typeof value !== 'object' || value === null) throw new Error(`${url} answered no JSON object`);
  return value as Record<string, unknown>;
}
