import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { Refusal } from '../errors.ts';
import { type AllowList, refusalOf } from './allow.ts';

export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Name → all its addresses, as the machine resolves it. Rejects with a DNS error (`code` ENOTFOUND, EAI_AGAIN…). */
export type Resolve = (host: string) => Promise<readonly Address[]>;

export const systemResolve: Resolve = async (host) =>
  (await systemLookup(host, { all: true, verbatim: true })).map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));

/**
 * Resolves a host and answers those of its addresses that we may connect to. Connect to one of *these*, never to the name: it may resolve to something
 * else a moment later. Throws Refusal when there is none, and the resolver's own error.
 */
export async function resolveAllowed(host: string, port: number, allow: AllowList, resolve: Resolve = systemResolve): Promise<readonly Address[]> {
  const bare = host.replace(/^\[|\]$/g, '');
  const version = isIP(bare);
  const addresses = version === 0 ? await resolve(bare) : [{ address: bare, family: version === 6 ? (6 as const) : (4 as const) }];
  const refused = addresses.map(({ address }) => refusalOf({ host: bare, port, address }, allow));
  const reachable = addresses.filter((_, i) => refused[i] === null);
  if (reachable.length > 0) return reachable;
  const first = addresses[0]?.address;
  if (first === undefined) throw Object.assign(new Error(`${bare} has no address.`), { code: 'ENODATA', syscall: 'getaddrinfo' });
  const where = first === bare ? `is ${refused[0]}` : `leads to ${refused[0]} (${first})`;
  throw new Refusal('address_not_allowed', `${bare} ${where}, and I only reach out to public addresses.`, {
    hint: `If it should be reachable, an admin can add ${bare} to BELLHOP_ALLOW_HOSTS.`,
    values: [bare, first],
  });
}

/** The same as a `lookup` for sockets and HTTP agents: `connect({ lookup: guardedLookup(443, allow) })`. An IP address isn't looked up by them: check it with `refusalOf` first. */
export function guardedLookup(port: number, allow: AllowList, resolve?: Resolve): LookupFunction {
  return (host, options, callback) => {
    resolveAllowed(host, port, allow, resolve).then(
      (addresses) => {
        const wanted = options.family === 4 || options.family === 6 ? addresses.filter(({ family }) => family === options.family) : addresses;
        const [first] = wanted;
        if (!first) return callback(Object.assign(new Error(`${host} has no IPv${options.family} address.`), { code: 'ENOTFOUND' }), '', 0);
        if (options.all) return callback(null, [...wanted]);
        callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, '', 0),
    );
  };
}
