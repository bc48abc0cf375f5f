import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { type Address, type Resolve, systemResolve } from '../../../shared/net/lookup.ts';

export interface NamesParts {
  /** Makes what asks name servers; by the machine's settings. */
  readonly asks?: () => Pick<Resolver, 'resolve4' | 'resolve6'>;
  readonly hostsFile?: string;
  /** What the machine itself makes of a name. */
  readonly system?: Resolve;
  readonly now?: () => number;
  /** The machine's network. */
  readonly interfaces?: typeof networkInterfaces;
}

/** Settings of the machine are read anew after so long, ms. */
const lastsMs = 30_000;
/** A name server is asked twice, each time for so long, ms. */
const patience = { timeout: 2_500, tries: 2 };
/** What says that there is no such name, or not such an address of it; anything else says that nobody knows. */
const nothing: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA', 'ECONNREFUSED']);

/**
 * Resolves names for thousands of looks at once, by asking the name servers itself: IPv4, then IPv6 where there is none (the other way round on a
 * machine that has IPv6 alone). The machine's own way (`getaddrinfo`) takes one of the process's four
 * threads for each name, and for 10 s and more where a name's servers are dead: a few of those would keep all others waiting. It is asked for what it alone knows: names of the hosts file,
 * of the local network, and those that nobody else knows. Rejects with a DNS error.
 */
export function names({
  asks = () => new Resolver(patience),
  hostsFile = '/etc/hosts',
  system = systemResolve,
  now = () => performance.now(),
  interfaces = networkInterfaces,
}: NamesParts = {}): Resolve {
  let settings:
    | {
        readonly at: number;
        readonly asks: ReturnType<typeof asks>;
        readonly hosts: Promise<ReadonlySet<string>>;
        readonly order: readonly (4 | 6)[];
      }
    | undefined;

  return async (host) => {
    if (!settings || now() - settings.at > lastsMs) settings = { at: now(), asks: asks(), hosts: namesIn(hostsFile), order: orderOn(interfaces()) };
    const name = host.toLowerCase().replace(/\.$/, '');
    if (!name.includes('.') || name.endsWith('.local') || name.endsWith('.localhost') || (await settings.hosts).has(name)) return system(host);
    const { asks: server, order } = settings;
    for (const family of order) {
      const found = await addresses(family === 4 ? server.resolve4(name) : server.resolve6(name), family);
      if (found) return found;
    }
    return system(host);
  };
}

/** Null: there is none of this family. */
async function addresses(asked: Promise<readonly string[]>, family: 4 | 6): Promise<readonly Address[] | null> {
  try {
    const found = await asked;
    return found.length === 0 ? null : found.map((address) => ({ address, family }));
  } catch (error) {
    if (error instanceof Error && 'code' in error && nothing.has(error.code)) return null;
    throw error;
  }
}

function orderOn(interfaces: ReturnType<typeof networkInterfaces>): readonly (4 | 6)[] {
  const outward = Object.values(interfaces)
    .flat()
    .filter((one) => one?.internal === false);
  const has = (family: string) => outward.some((one) => one?.family === family);
  return has('IPv6') && !has('IPv4') ? [6, 4] : [4, 6];
}

async function namesIn(file: string): Promise<ReadonlySet<string>> {
  // A machine without one knows no names by it.
  const text = await readFile(file, 'utf8').catch(() => '');
  return new Set(text.split('\n').flatMap((line) => line.replace(/#.*/, '').trim().toLowerCase().split(/\s+/).slice(1)));
}

/** By this machine's settings. */
export const resolveName = names();
