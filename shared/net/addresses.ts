import { BlockList, isIP, isIPv4 } from 'node:net';

/** Where no outside text may lead us: ranges that aren't the public internet, with the word for people. Sources: IANA special-purpose registries (IPv4, IPv6). */
const ranges: readonly (readonly [string, readonly string[]])[] = [
  ['this machine', ['127.0.0.0/8', '0.0.0.0/8', '::1/128', '::/128']],
  ['a private address', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', 'fec0::/10']],
  // 169.254.169.254 is where AWS, Azure and Google give credentials to a machine; fd00:ec2::254 (private) is the same on IPv6.
  ['a link-local address', ['169.254.0.0/16', 'fe80::/10']],
  ['a provider’s inner address', ['100.64.0.0/10']],
  // Azure's host agent has a public number that is reachable only from inside.
  ['a cloud’s own service', ['168.63.129.16/32']],
  ['a multicast address', ['224.0.0.0/4', 'ff00::/8']],
  [
    'a reserved address',
    [
      '192.0.0.0/24',
      '192.0.2.0/24',
      '192.88.99.0/24',
      '198.18.0.0/15',
      '198.51.100.0/24',
      '203.0.113.0/24',
      '240.0.0.0/4',
      '64:ff9b:1::/48',
      '100::/64',
      '2001::/23',
      '2001:db8::/32',
      '3fff::/20',
      '5f00::/16',
    ],
  ],
];

/** IPv6 ranges that carry an IPv4 address, and at which byte: what they carry is what counts. Mapped, translated, compatible, NAT64, 6to4. */
const carriers: readonly (readonly [string, number])[] = [
  ['::ffff:0:0/96', 12],
  ['::ffff:0:0:0/96', 12],
  ['::/96', 12],
  ['64:ff9b::/96', 12],
  ['2002::/16', 2],
];

/** All of IPv6 that is given out to the public so far (IANA: IPv6 global unicast); what may be one day isn't yet. */
const publicIpv6 = listOf('2000::/3');

const lists = ranges.map(([what, subnets]) => [what, subnets.map((subnet) => listOf(subnet))] as const);
const carrierLists = carriers.map(([subnet, byte]) => [listOf(subnet), byte] as const);

/** Which kind of address that isn't public an IP address is ("a private address"); null for a public one. Anything that is no IP address counts as reserved. */
export function innerKind(ip: string): string | null {
  const version = isIP(ip);
  if (version === 0 || ip.includes('%')) return 'a reserved address';
  const family = version === 4 ? 'ipv4' : 'ipv6';
  // Before what they carry: `::1` lies in a range that carries.
  for (const [what, subnets] of lists) if (subnets.some((list) => list.family === family && list.block.check(ip, family))) return what;
  if (version === 6) {
    const carrier = carrierLists.find(([list]) => list.block.check(ip, 'ipv6'));
    if (carrier)
      return innerKind(
        bytesOf(ip)
          .slice(carrier[1], carrier[1] + 4)
          .join('.'),
      );
    if (!publicIpv6.block.check(ip, 'ipv6')) return 'a reserved address';
  }
  return null;
}

export interface Subnet {
  readonly family: 'ipv4' | 'ipv6';
  readonly block: BlockList;
}

/** `10.0.0.0/8` as a list to check against. Throws for what is no subnet. */
export function listOf(subnet: string): Subnet {
  const [address = '', bits = ''] = subnet.split('/', 2);
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  if (isIP(address) === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 'ipv4' ? 32 : 128)) throw new Error(`“${subnet}” is no subnet.`);
  const block = new BlockList();
  block.addSubnet(address, Number(bits), family);
  return { family, block };
}

/** The 16 bytes of a valid IPv6 address. */
function bytesOf(ip: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(ip);
  const hex = (a: string | undefined, b: string | undefined) => ((Number(a) << 8) | Number(b)).toString(16);
  const plain = dotted ? `${dotted[1]}${hex(dotted[2], dotted[3])}:${hex(dotted[4], dotted[5])}` : ip;
  const [head = '', tail] = plain.split('::', 2);
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const words = tail === undefined ? front : [...front, ...Array(8 - front.length - back.length).fill('0'), ...back];
  return words.flatMap((word) => {
    const value = Number.parseInt(word, 16);
    return [value >> 8, value & 255];
  });
}
