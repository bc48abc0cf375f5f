import { timingSafeEqual } from 'node:crypto';
import { bare } from './bare.ts';
import { serve } from './serve.ts';
import { settings } from './settings.ts';

const secret = Buffer.from(settings.keys.telegram.secret);

/** The least a server must do to believe Telegram: compare the secret. */
await serve(
  bare((headers) => {
    const sent = Buffer.from(String(headers['x-telegram-bot-api-secret-token']));
    return sent.length === secret.length && timingSafeEqual(sent, secret);
  }),
);
