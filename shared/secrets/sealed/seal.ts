import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** AES-256-GCM: 12 bytes that are new for each sealing (2³² of them under one key at most, says NIST SP 800-38D), 16 that prove it unchanged. */
const cipher = 'aes-256-gcm';
const [ivBytes, tagBytes] = [12, 16];

/** Seals bytes with a key of 32; `context` must be the same to open them, so that nothing sealed can pose as another thing. */
export function seal(plain: Uint8Array, key: Buffer, context: string): Buffer {
  const iv = randomBytes(ivBytes);
  const sealing = createCipheriv(cipher, key, iv).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([sealing.update(plain), sealing.final()]);
  return Buffer.concat([iv, sealing.getAuthTag(), sealed]);
}

/** Opens them; null when key or context are others, or a bit was changed. */
export function unseal(sealed: Buffer, key: Buffer, context: string): Buffer | null {
  if (sealed.byteLength < ivBytes + tagBytes) return null;
  const opening = createDecipheriv(cipher, key, sealed.subarray(0, ivBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
  const plain = opening.update(sealed.subarray(ivBytes + tagBytes));
  try {
    return Buffer.concat([plain, opening.final()]);
  } catch {
    // The proof fails: that is all that can be known of it.
    return null;
  }
}
