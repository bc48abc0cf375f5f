import { Resolver } from 'node:dns/promises';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type NetworkInterfaceInfo, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { aaaa, a as ipv4, serving, silent } from '../../../test/name-server.ts';
import { type NamesParts, names } from './names.ts';

const folder = mkdtempSync(join(tmpdir(), 'bellhop-names-'));
const hostsFile = join(folder, 'hosts');
writeFileSync(hostsFile, '127.0.0.1 localhost\n10.0.0.7 Shop.example.com shop # ours\n');
afterAll(() => rmSync(folder, { recursive: true }));

/** Names as a server and the machine know them; the machine's are told by an address of its own. */
function asking(server: string, more: NamesParts = {}) {
  const system: string[] = [];
  const resolve = names({
    asks: () => {
      const asks = new Resolver({ timeout: 30, tries: 1 });
      asks.setServers([server]);
      return asks;
    },
    hostsFile,
    ...more,
    system: async (host) => {
      system.push(host);
      return [{ address: '192.0.2.99', family: 4 }];
    },
  });
  return { resolve, system };
}

it('asks the name servers, and the machine not at all', async () => {
  const { resolve, system } = asking(await serving([ipv4(192, 0, 2, 1), ipv4(192, 0, 2, 2)]));
  expect(await resolve('example.com')).toEqual([
    { address: '192.0.2.1', family: 4 },
    { address: '192.0.2.2', family: 4 },
  ]);
  expect(system).toEqual([]);
});

it('finds a name that has IPv6 alone', async () => {
  const { resolve } = asking(await serving([aaaa('20010db8000000000000000000000001')]));
  expect(await resolve('example.com')).toEqual([{ address: '2001:db8::1', family: 6 }]);
});

it('asks for IPv6 first where the machine has nothing else', async () => {
  const there = (family: 'IPv4' | 'IPv6') => ({ family, internal: false }) as NetworkInterfaceInfo;
  const server = await serving([aaaa('20010db8000000000000000000000001'), ipv4(192, 0, 2, 1)]);
  const first = async (...families: ('IPv4' | 'IPv6')[]) =>
    (
      await asking(server, {
        interfaces: () => ({ lo: [{ ...there('IPv4'), internal: true } as NetworkInterfaceInfo], eth0: families.map(there) }),
      }).resolve('example.com')
    )[0]?.family;
  expect(await first('IPv6')).toBe(6);
  expect(await first('IPv6', 'IPv4')).toBe(4);
  expect(await first()).toBe(4);
});

it.each(['localhost', 'db', 'printer.local', 'shop.example.com', 'SHOP.example.com.'])(
  'leaves %s to the machine, which alone knows it',
  async (host) => {
    const { resolve, system } = asking(await serving([ipv4(192, 0, 2, 1)]));
    expect(await resolve(host)).toEqual([{ address: '192.0.2.99', family: 4 }]);
    expect(system).toEqual([host]);
  },
);

it('asks the machine for what the servers do not know', async () => {
  const { resolve, system } = asking(await serving([], 0x8183));
  expect(await resolve('db.prod')).toEqual([{ address: '192.0.2.99', family: 4 }]);
  expect(system).toEqual(['db.prod']);
});

it('keeps none of the machine’s threads waiting for a server that is dead or fails', async () => {
  for (const [server, code] of [
    [await silent(), 'ETIMEOUT'],
    [await serving([], 0x8182), 'ESERVFAIL'],
  ] as const) {
    const { resolve, system } = asking(server);
    await expect(resolve('example.com')).rejects.toMatchObject({ code });
    expect(system).toEqual([]);
  }
});
