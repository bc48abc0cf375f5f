import { timingSafeEqual } from 'node:crypto';
import { hmacSha256 } from '../../shared/channel/hmac.ts';

/** Why a request isn't Meta's; null when it is. */
export type Doubt = 'signature_missing' | 'signature_wrong' | null;

/**
 * Checks `X-Hub-Signature-256`: `sha256=` and the hex HMAC-SHA256 of the body with the app's secret, in constant time. Over the bytes as they came: Meta escapes what isn't ASCII
 * before it signs, so another writing of the same JSON has another signature (Webhooks: Validating Payloads).
 */
export function verifier(appSecret: string): (header: string | string[] | undefined, body: Buffer) => Doubt {
  const hmac = hmacSha256(Buffer.from(appSecret));
  return (header, body) => {
    if (typeof header !== 'string') return 'signature_missing';
    const expected = `sha256=${hmac('', body)}`;
    // Node reads header bytes as latin1, so one character is one byte and the lengths compare.
    return header.length === expected.length && timingSafeEqual(Buffer.from(header, 'latin1'), Buffer.from(expected, 'latin1'))
      ? null
      : 'signature_wrong';
  };
}
