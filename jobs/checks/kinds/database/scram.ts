import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Failure } from '../failure.ts';

/** Rounds of hashing that a server may ask for: Postgres asks for 4,096, and more would be a way to keep us busy. */
const roundsMax = 200_000;

const stretched = promisify(pbkdf2);

/** The client's part of SCRAM-SHA-256 (RFC 5802, 7677), without channel binding: it proves that it has the password, and has the server prove it too. Postgres takes the user from what was said before, so it is left out here. */
export function scram(password: string, { user = '', nonce = randomBytes(18).toString('base64') } = {}) {
  const firstBare = `n=${user},r=${nonce}`;
  let serverSignature: Buffer | undefined;
  return {
    first: `n,,${firstBare}`,
    /** What proves it. Throws Failure. */
    async final(serverFirst: string): Promise<string> {
      const { r = '', s = '', i = '' } = fieldsOf(serverFirst);
      const rounds = Number(i);
      if (!r.startsWith(nonce) || s === '' || !(rounds >= 1 && rounds <= roundsMax)) throw new Failure('odd_sign_in');
      const salted = await stretched(password.normalize('NFKC'), Buffer.from(s, 'base64'), rounds, 32, 'sha256');
      const clientKey = hmac(salted, 'Client Key');
      const finalBare = `c=biws,r=${r}`;
      const signed = `${firstBare},${serverFirst},${finalBare}`;
      const signature = hmac(createHash('sha256').update(clientKey).digest(), signed);
      serverSignature = hmac(hmac(salted, 'Server Key'), signed);
      const proof = clientKey.map((byte, at) => byte ^ (signature[at] ?? 0));
      return `${finalBare},p=${Buffer.from(proof).toString('base64')}`;
    },
    /** Throws Failure when the server can't prove that it knows the password. */
    check(serverFinal: string): void {
      const proof = Buffer.from(fieldsOf(serverFinal).v ?? '', 'base64');
      if (!serverSignature || proof.length !== serverSignature.length || !timingSafeEqual(proof, serverSignature)) throw new Failure('odd_sign_in');
    },
  };
}

const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest();

const fieldsOf = (message: string): Partial<Record<string, string>> =>
  Object.fromEntries(message.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
