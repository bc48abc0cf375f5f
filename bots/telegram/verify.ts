import { timingSafeEqual } from 'node:crypto';

/**
 * Checks `X-Telegram-Bot-Api-Secret-Token`, which Telegram sends with each update when setWebhook had a `secret_token`, in constant time.
 * Throws for an empty secret: it would let everybody in.
 */
export function verifier(secret: string): (header: string | string[] | undefined) => boolean {
  if (secret === '') throw new Error('An empty secret verifies nothing.');
  const expected = Buffer.from(secret, 'latin1');
  return (header) => {
    // Node reads header bytes as latin1, so one character is one byte.
    if (typeof header !== 'string' || header.length !== expected.length) return false;
    return timingSafeEqual(Buffer.from(header, 'latin1'), expected);
  };
}
