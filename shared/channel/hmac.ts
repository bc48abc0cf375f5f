import { createHmac, hash } from 'node:crypto';

/** Bytes of a block of SHA-256, and of its digest. */
const block = 64;
const digest = 32;
/** Longer messages than this, in bytes, take the usual way. */
const shortMax = 8_192;

/**
 * HMAC-SHA256 in hex of a head and a body, by two hashes of one call each (RFC 2104): in half the time that an Hmac object takes, which every request would make anew.
 * `head` is latin1.
 */
export function hmacSha256(key: Buffer): (head: string, body: Buffer) => string {
  const inner = Buffer.alloc(block + shortMax);
  const outer = Buffer.alloc(block + digest);
  (key.length > block ? Buffer.from(hash('sha256', key, 'hex'), 'hex') : key).copy(inner);
  for (let at = 0; at < block; at++) {
    const byte = inner[at] ?? 0;
    inner[at] = byte ^ 0x36;
    outer[at] = byte ^ 0x5c;
  }
  return (head, body) => {
    if (head.length + body.length > shortMax) return createHmac('sha256', key).update(head, 'latin1').update(body).digest('hex');
    const from = block + inner.write(head, block, 'latin1');
    const end = from + body.copy(inner, from);
    outer.write(hash('sha256', inner.subarray(0, end), 'binary'), block, 'binary');
    return hash('sha256', outer, 'hex');
  };
}
