import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { hmacSha256 } from '../../shared/channel/hmac.ts';
import type { Clock } from '../../shared/clock.ts';
import { slackLimits } from './limits.ts';

/** Why a request isn't Slack's; null when it is. */
export type Doubt = 'signature_missing' | 'signature_stale' | 'signature_wrong' | null;

/**
 * Checks `X-Slack-Signature`: `v0=` and the hex HMAC-SHA256 of `v0:timestamp:body`, over the bytes as they came and at most five minutes old, compared
 * in constant time (Slack: Verifying requests from Slack).
 */
export function verifier(signingSecret: string, clock: Clock): (headers: IncomingHttpHeaders, body: Buffer) => Doubt {
  const hmac = hmacSha256(Buffer.from(signingSecret));
  return (headers, body) => {
    const signature = headers['x-slack-signature'];
    const timestamp = headers['x-slack-request-timestamp'];
    if (typeof signature !== 'string' || typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return 'signature_missing';
    const age = clock.now() / 1_000 - Number(timestamp);
    if (age > slackLimits.signatureAgeS || age < -slackLimits.signatureAgeS) return 'signature_stale';
    const expected = `v0=${hmac(`v0:${timestamp}:`, body)}`;
    // Node reads header bytes as latin1, so one character is one byte and the lengths compare.
    return signature.length === expected.length && timingSafeEqual(Buffer.from(signature, 'latin1'), Buffer.from(expected, 'latin1'))
      ? null
      : 'signature_wrong';
  };
}
