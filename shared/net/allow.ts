import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { SettingsError } from '../errors.ts';
import { innerKind, listOf, type Subnet } from './addresses.ts';

/** Where something outside is to be reached. `host` is a name or an IP address without brackets, `address` what it resolved to. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly address: string;
}

/** What an admin allows beyond the public internet. */
export interface AllowList {
  readonly hosts: readonly { readonly host: string; readonly port: number | null }[];
  readonly subnets: readonly Subnet[];
}

/** Reads BELLHOP_ALLOW_HOSTS: `host[:port]` or CIDR, comma-separated. Throws SettingsError for what is neither. */
export function allowList(setting: string | undefined): AllowList {
  const hosts: { host: string; port: number | null }[] = [];
  const subnets: Subnet[] = [];
  for (const entry of (setting ?? '').split(',').map((part) => part.trim().toLowerCase())) {
    if (entry === '') continue;
    if (entry.includes('/')) {
      subnets.push(subnetOf(entry));
      continue;
    }
    const found = /^(\[[0-9a-f:.]{2,45}\]|[\p{L}\p{N}._-]{1,253})(?::(\d{1,5}))?$/u.exec(entry);
    const bare = isIP(entry) === 6 ? entry : found?.[1]?.replace(/^\[|\]$/g, '');
    const port = isIP(entry) === 6 || found?.[2] === undefined ? null : Number(found[2]);
    if (bare === undefined || bare === '' || (port !== null && (port < 1 || port > 65_535))) throw malformed(entry);
    hosts.push({ host: plainHost(bare), port });
  }
  return { hosts, subnets };
}

/** Whether we may connect there: a public address, or one that is allowed by the host's name, by itself, or by its subnet. Answers null, or what kind of address it is. */
export function refusalOf({ host, port, address }: Target, allow: AllowList): string | null {
  const inner = innerKind(address);
  if (inner === null) return null;
  const name = plainHost(host);
  const named = allow.hosts.some((entry) => (entry.host === name || entry.host === address) && (entry.port === null || entry.port === port));
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  if (named || allow.subnets.some((subnet) => subnet.family === family && subnet.block.check(address, family))) return null;
  return inner;
}

/** A host as a URL has it, so that one written in two ways is one: `0:0:0:0:0:0:0:1` is `::1`, `münchen.de` is `xn--mnchen-3ya.de`, and a last dot is none. */
function plainHost(host: string): string {
  const bare = host.toLowerCase().replace(/\.$/, '');
  if (isIP(bare) === 6) return URL.parse(`http://[${bare}]/`)?.hostname.slice(1, -1) ?? bare;
  return domainToASCII(bare) || bare;
}

function subnetOf(entry: string): Subnet {
  try {
    return listOf(entry);
  } catch {
    throw malformed(entry);
  }
}

const malformed = (entry: string) =>
  new SettingsError(
    `BELLHOP_ALLOW_HOSTS: “${entry}” is neither host[:port] nor a subnet.`,
    'Write it like intranet.example:8080 or 10.1.0.0/16, comma-separated.',
  );
