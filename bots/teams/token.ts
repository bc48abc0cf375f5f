import { hash } from 'node:crypto';
import { jwtVerify } from 'jose';
import type { Clock } from '../../shared/clock.ts';
import type { GetDocument } from './document.ts';
import { hasDuplicateNames } from './duplicates.ts';
import { KeysUnavailable, type SigningKey, signingKeys } from './keys.ts';
import { trust } from './limits.ts';

/** What a token says that the body must agree with. */
export interface Verified {
  readonly ok: true;
  /** The claim as it stands in the token. */
  readonly serviceUrl: string;
  /** The channels its key may sign for; none named: all. */
  readonly endorsements: readonly string[];
}

/** Why a token isn't believed; `unavailable`: it can't be checked now. */
export interface Unverified {
  readonly ok: false;
  readonly reason: 'no_token' | 'bad_token' | 'unknown_key' | 'expired' | 'unavailable';
}

export interface TokenOptions {
  readonly appId: string;
  /** Who signs for this cloud's channels. */
  readonly issuer: string;
  readonly metadataUrl: string;
  readonly clock: Clock;
  readonly fetch: GetDocument;
  readonly deadlineMs?: number;
}

/** Checks an `Authorization` header. Answers at once for a token it has verified before. Never throws. */
export type VerifyToken = (authorization: string | undefined) => Verified | Unverified | Promise<Verified | Unverified>;

interface Remembered {
  readonly verified: Verified;
  readonly until: number;
  readonly by: SigningKey;
}

/**
 * Believes what the Bot Framework signed for this app: RS256 alone, its issuer, our app id as audience, `exp` there and not over, `nbf` reached, 5 minutes of skew, and
 * a service URL. Tokens of the emulator have other issuers and are refused. A verified token is remembered by its hash until it ends, the keys change, or they are due for a look.
 * Source: Bot Connector authentication, "Authenticate requests from the Bot Connector service to your bot".
 */
export function verifyToken(options: TokenOptions): VerifyToken {
  const { appId, issuer, clock } = options;
  const keys = signingKeys(options);
  const remembered = new Map<string, Remembered>();

  async function verify(token: string, digest: string): Promise<Verified | Unverified> {
    const kid = keyIdOf(token, issuer);
    if (kid === null) return bad;
    try {
      const signing = await keys.find(kid);
      if (!signing) return { ok: false, reason: 'unknown_key' };
      const { payload } = await jwtVerify(token, signing.key, {
        algorithms: ['RS256'],
        issuer,
        audience: appId,
        requiredClaims: ['exp', 'aud', 'iss'],
        clockTolerance: trust.skewSeconds,
        currentDate: new Date(clock.now()),
      });
      const serviceUrl = payload.serviceurl;
      // An audience that lists us among others was not made for us alone.
      if (typeof serviceUrl !== 'string' || typeof payload.aud !== 'string' || typeof payload.exp !== 'number') return bad;
      const verified: Verified = { ok: true, serviceUrl, endorsements: signing.endorsements };
      if (remembered.size >= trust.rememberedMax) remembered.delete(remembered.keys().next().value ?? '');
      const until = Math.min((payload.exp + trust.skewSeconds) * 1_000, clock.now() + trust.keysRefreshAfterMs);
      remembered.set(digest, { verified, until, by: signing });
      return verified;
    } catch (error) {
      if (error instanceof KeysUnavailable) return { ok: false, reason: 'unavailable' };
      // jose throws for each way a token can be wrong; none of them is worth more than a word.
      return error instanceof Error && 'code' in error && error.code === 'ERR_JWT_EXPIRED' ? { ok: false, reason: 'expired' } : bad;
    }
  }

  return (authorization) => {
    if (authorization === undefined || authorization.length < 8 || authorization.slice(0, 7).toLowerCase() !== 'bearer ') {
      return { ok: false, reason: 'no_token' };
    }
    const token = authorization.slice(7);
    if (token.length > trust.tokenCharsMax) return bad;
    const digest = hash('sha256', token, 'base64url');
    const known = remembered.get(digest);
    if (known && keys.holds(known.by) && clock.now() < known.until) return known.verified;
    if (known) remembered.delete(digest);
    return verify(token, digest);
  };
}

const bad: Unverified = { ok: false, reason: 'bad_token' };

/** The key id a token names, or null when it can't be one of ours whatever its signature says: that spares us asking for its key. Nothing here is believed yet. */
function keyIdOf(token: string, issuer: string): string | null {
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return null;
  const [head = '', body = ''] = token.split('.');
  const header = objectOf(head);
  const payload = objectOf(body);
  if (!header || !payload || header.alg !== 'RS256' || payload.iss !== issuer) return null;
  return typeof header.kid === 'string' && header.kid !== '' && header.kid.length <= 200 ? header.kid : null;
}

/** A part of a token as an object, null when it is none or has a name twice. */
function objectOf(part: string): Record<string, unknown> | null {
  try {
    const json = Buffer.from(part, 'base64url').toString('utf8');
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null || Array.isArray(value) || hasDuplicateNames(json)) return null;
    return value as Record<string, unknown>;
  } catch {
    return null;
  }
}
