import { type KeyObject, verify } from 'node:crypto';

/** Whether `Signature-256` (RSA with SHA-256, base64) is this key's over the raw body. The older `Signature` (SHA-1) is never looked at. */
export function signatureHolds(body: Buffer, signature: string, key: KeyObject): boolean {
  if (signature.length > charsMax) return false;
  return verify('sha256', body, key, Buffer.from(signature, 'base64'));
}

/** 4,096 bits in base64 are 684 characters. */
const charsMax = 2_048;
