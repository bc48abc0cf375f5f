import { createHmac, timingSafeEqual } from 'node:crypto';
import { bare } from './bare.ts';
import { serve } from './serve.ts';
import { settings } from './settings.ts';

const { appSecret } = settings.keys.messenger;

/** The least a server must do to believe Meta: the HMAC of the body. */
await serve(
  bare((headers, body) => {
    const expected = Buffer.from(`sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`);
    const sent = Buffer.from(String(headers['x-hub-signature-256']), 'latin1');
    return sent.length === expected.length && timingSafeEqual(sent, expected);
  }),
);
