import { type KeyObject, sign } from 'node:crypto';
import { rsaKeys } from '../certificates.ts';

/** What a token is made of; what is left out is as Microsoft makes it. */
export interface TokenParts {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Signs with another key than the one it names. */
  readonly key?: KeyObject;
  /** Instead of the parts' JSON: to say a thing twice. */
  readonly headerText?: string;
  readonly claimsText?: string;
}

/** Who signs for the public cloud. */
export const publicIssuer = 'https://api.botframework.com';

/** The Bot Framework's side of an inbound token: keys that change, and tokens signed with them. */
export interface Issuer {
  token(parts?: TokenParts): string;
  /** A new key signs from now on, and is the only one published; or stays hidden until the next rotation. */
  rotate(options?: { published?: boolean; endorsements?: readonly string[] | null }): void;
  keySet(): { keys: object[] };
  readonly publicKey: KeyObject;
}

export function issuer(appId: string, serviceUrl: string, now: () => number): Issuer {
  let made = 0;
  const makeKey = (endorsements: readonly string[] | null) => ({
    kid: `key-${++made}`,
    endorsements,
    ...rsaKeys(),
  });
  let current = makeKey(['msteams', 'skype']);
  let published = [current];

  return {
    get publicKey() {
      return current.publicKey;
    },
    token({ header = {}, claims = {}, key = current.privateKey, headerText, claimsText } = {}) {
      const seconds = Math.floor(now() / 1_000);
      const head = headerText ?? JSON.stringify({ alg: 'RS256', kid: current.kid, typ: 'JWT', ...header });
      const body =
        claimsText ??
        JSON.stringify({
          serviceurl: serviceUrl,
          nbf: seconds,
          exp: seconds + 3_600,
          iss: publicIssuer,
          aud: appId,
          ...claims,
        });
      const signed = `${Buffer.from(head).toString('base64url')}.${Buffer.from(body).toString('base64url')}`;
      return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
    },
    rotate({ published: shown = true, endorsements = ['msteams'] } = {}) {
      current = makeKey(endorsements);
      if (shown) published = [current];
    },
    keySet: () => ({
      keys: published.map(({ kid, publicKey, endorsements }) => {
        const { n, e } = publicKey.export({ format: 'jwk' });
        return { kty: 'RSA', use: 'sig', kid, x5t: kid, n, e, ...(endorsements ? { endorsements } : {}) };
      }),
    }),
  };
}
