import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import type { Attempt } from './attempt.ts';
import { addressesOf } from './dial.ts';
import { Failure, failureOf } from './failure.ts';
import { host, hostAndPort, isHost } from './host.ts';
import { checkKind, common } from './make.ts';

const types = ['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT'] as const;
type Type = (typeof types)[number];

const values = z.array(z.string().min(1).max(1_000)).min(1).max(100);

const config = z.strictObject({
  name: host.describe('The name that is looked up; for PTR an IP address will do.'),
  type: z
    .enum(types, { error: `Write one of ${types.join(', ')}.` })
    .optional()
    .describe('A unless said.'),
  resolver: z
    .string()
    .refine((text) => hostAndPort(text, 53) !== null, { error: 'Write a server like 1.1.1.1 or 192.0.2.1:5353.' })
    .optional()
    .describe('The server that is asked; the machine’s own unless said.'),
  has: values.optional().describe('Values that must be among the records: "10 mx.example.com" of MX.'),
  is: values.optional().describe('All values that there must be, in any order.'),
  ...common,
});
type Config = z.infer<typeof config>;

/** What a name's records say. */
export const dns = checkKind<Config>({
  kind: 'dns',
  config,
  target: ({ name, type = 'A' }) => `${name} ${type}`,
  read(words) {
    const [name = '', type, ...rest] = words.trim().split(/\s+/);
    const known = types.find((one) => one === type?.toUpperCase());
    if (rest.length > 0 || (type !== undefined && known === undefined) || !isHost(name)) return null;
    return { name: name.toLowerCase(), ...(known === undefined ? {} : { type: known }) };
  },
  async look({ name, type = 'A', resolver, has = [], is }, attempt) {
    const found = await recordsOf(name, type, resolver, attempt);
    const said = found.join(', ');
    const missing = [...has, ...(is ?? [])].map(plain).find((value) => !found.includes(value));
    if (missing !== undefined) throw new Failure('record_missing', { type, value: missing }, { detail: said });
    const other = is && found.find((value) => !is.map(plain).includes(value));
    if (other !== undefined) throw new Failure('record_other', { type, value: other }, { detail: said });
    return { values: { count: found.length }, detail: said.slice(0, 200) };
  },
});

/** A name server may keep us waiting so long before it is asked once more, as a part of the time-out. */
const tries = 2;

async function recordsOf(name: string, type: Type, resolver: string | undefined, attempt: Attempt): Promise<readonly string[]> {
  const asks = new Resolver({ timeout: Math.max(1, Math.floor(attempt.tools.timeoutMs / (tries + 1))), tries });
  attempt.hold({ destroy: () => asks.cancel() });
  const server = resolver === undefined ? null : hostAndPort(resolver, 53);
  if (server) {
    // The address that was checked is the one that is asked.
    const addresses = await addressesOf(server.host, server.port, attempt);
    asks.setServers(addresses.map(({ address, family }) => (family === 6 ? `[${address}]:${server.port}` : `${address}:${server.port}`)));
  } else attempt.lap('dns');
  attempt.lap('connect');
  const asked = domainToASCII(name) || name;
  try {
    const records = await read(asks, asked, type);
    attempt.lap('firstByte');
    return records.map(plain).sort();
  } catch (error) {
    const failure = failureOf(error, 'dns');
    throw failure.code === 'ENODATA' ? new Failure('no_record', { type }) : failure;
  }
}

async function read(asks: Resolver, name: string, type: Type): Promise<readonly string[]> {
  switch (type) {
    case 'A':
      return asks.resolve4(name);
    case 'AAAA':
      return asks.resolve6(name);
    case 'CNAME':
      return asks.resolveCname(name);
    case 'NS':
      return asks.resolveNs(name);
    case 'PTR':
      return isIP(name) === 0 ? asks.resolvePtr(name) : asks.reverse(name);
    case 'TXT':
      return (await asks.resolveTxt(name)).map((parts) => parts.join(''));
    case 'MX':
      return (await asks.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange}`);
    case 'SRV':
      return (await asks.resolveSrv(name)).map(({ priority, weight, port, name: target }) => `${priority} ${weight} ${port} ${target}`);
    case 'CAA':
      return (await asks.resolveCaa(name)).map(({ critical, ...rest }) => `${critical} ${Object.entries(rest).flat().join(' ')}`);
    case 'SOA': {
      const { nsname, hostmaster, serial } = await asks.resolveSoa(name);
      return [`${nsname} ${hostmaster} ${serial}`];
    }
  }
}

/** One value written in two ways is one: names have no last dot, and no capitals. */
const plain = (value: string) => (isIP(value) === 0 ? value.replace(/\.$/, '').toLowerCase() : value.toLowerCase());
