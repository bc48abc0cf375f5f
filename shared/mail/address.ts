import { SendFailed } from '../errors.ts';

/** RFC 5321: 64 bytes before the @, 255 behind it, 254 in all. Quoted names, comments and several addresses are no address here. */
const addressRule = /^[^\s@<>()[\]:;,"\\]{1,64}@[^\s@<>()[\]:;,"\\]{1,250}$/;
const addressMax = 254;

/** Throws SendFailed `mail_address`, which no retry mends, for what is no single bare address. */
export function checkAddress(address: string): void {
  const isOne =
    Buffer.byteLength(address) <= addressMax && addressRule.test(address) && !/[\u0000-\u001f\u007f-\u009f]/.test(address) && address.isWellFormed();
  if (!isOne)
    throw new SendFailed('mail_address', `${JSON.stringify(address.slice(0, 100))} is no mail address.`, { hint: 'Write it as ann@example.com.' });
}

/** What stands behind the @ of `Bellhop <bot@example.com>` or `bot@example.com`. */
export const domainOf = (from: string): string => /@([^\s@<>]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
