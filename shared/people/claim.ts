import { createHmac } from 'node:crypto';
import { collection } from '../store/store.ts';
import { alphabet } from './code.ts';
import type { PersonId } from './person.ts';

/** That the installation has its first admin: one record, so one claim. */
export interface Claim {
  readonly by: PersonId;
  /** ms since 1970. */
  readonly at: number;
}

export const claims = collection<Claim>('claims', {});
/** The key of the one claim. */
export const theClaim = 'installation';

const codeChars = 12;

/** The code that makes the first admin; follows from BELLHOP_KEY, so that every process of an installation knows it, and nobody else. */
export function claimCode(key: string): string {
  const bytes = createHmac('sha256', key).update('bellhop claim').digest();
  const chars = Array.from(bytes.subarray(0, codeChars), (byte) => alphabet.charAt(byte % alphabet.length));
  return (chars.join('').match(/.{4}/g) ?? []).join('-');
}
