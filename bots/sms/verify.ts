import { createHmac } from 'node:crypto';
import { isSame } from '../../shared/channel/same.ts';

/** Why a request isn't Twilio's; null when it is. */
export type Doubt = 'signature_missing' | 'signature_wrong' | null;

/**
 * Checks `X-Twilio-Signature`: base64 of the HMAC-SHA1, with the auth token, of the address that Twilio called, with its query, followed by each field of the form, name then value, sorted
 * by name; in constant time. `address`: as people configured it at Twilio, for what a proxy passes on isn't what Twilio called (Twilio: Validating Signatures).
 */
export function verifier(
  authToken: string,
  address: string,
): (header: string | string[] | undefined, query: string, fields: URLSearchParams) => Doubt {
  const addresses = spellingsOf(address);
  return (header, query, fields) => {
    if (typeof header !== 'string') return 'signature_missing';
    const rest = `${query === '' ? '' : `?${query}`}${sorted(fields)}`;
    const fits = addresses.map((one) => isSame(createHmac('sha1', authToken).update(`${one}${rest}`).digest('base64'), header));
    return fits.includes(true) ? null : 'signature_wrong';
  };
}

/** A field said several times counts each of its values once (Twilio's own libraries). */
function sorted(fields: URLSearchParams): string {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of fields) {
    const known = values.get(name);
    if (known) known.add(value);
    else values.set(name, new Set([value]));
  }
  const names = [...values.keys()].sort();
  return names
    .map((name) =>
      [...(values.get(name) ?? [])]
        .sort()
        .map((value) => name + value)
        .join(''),
    )
    .join('');
}

/** Twilio signs some calls with the port of the scheme in the address and some without, as its own libraries check. */
function spellingsOf(address: string): readonly string[] {
  const parsed = URL.parse(address);
  if (!parsed) return [address];
  const { protocol, hostname, pathname, port } = parsed;
  const usual = protocol === 'https:' ? '443' : '80';
  return [...new Set([address, `${protocol}//${hostname}:${port || usual}${pathname}`, `${protocol}//${hostname}${pathname}`])];
}
