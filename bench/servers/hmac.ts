import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { settings } from './settings.ts';

const key = createSecretKey(Buffer.from(settings.keys.slack.signingSecret));

/** The least a server must do to believe Slack. */
export function hmacHolds(headers: IncomingHttpHeaders, body: Buffer): boolean {
  const expected = `v0=${createHmac('sha256', key).update(`v0:${headers['x-slack-request-timestamp']}:`).update(body).digest('hex')}`;
  const signature = headers['x-slack-signature'];
  return typeof signature === 'string' && signature.length === expected.length && timingSafeEqual(Buffer.from(signature), Buffer.from(expected));
}
