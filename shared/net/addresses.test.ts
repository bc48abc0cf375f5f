import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SettingsError } from '../errors.ts';
import { innerKind } from './addresses.ts';
import { allowList, refusalOf } from './allow.ts';

describe('innerKind', () => {
  it.each([
    ['127.0.0.1', 'this machine'],
    ['127.255.255.254', 'this machine'],
    ['0.0.0.0', 'this machine'],
    ['::1', 'this machine'],
    ['::', 'this machine'],
    ['10.1.2.3', 'a private address'],
    ['172.16.0.1', 'a private address'],
    ['172.31.255.255', 'a private address'],
    ['192.168.1.1', 'a private address'],
    ['fd00:ec2::254', 'a private address'],
    ['fc00::1', 'a private address'],
    ['169.254.169.254', 'a link-local address'],
    ['fe80::1', 'a link-local address'],
    ['100.64.0.1', 'a provider’s inner address'],
    ['100.100.100.200', 'a provider’s inner address'],
    ['168.63.129.16', 'a cloud’s own service'],
    ['224.0.0.1', 'a multicast address'],
    ['ff02::1', 'a multicast address'],
    ['255.255.255.255', 'a reserved address'],
    ['198.18.0.1', 'a reserved address'],
    ['2001:db8::1', 'a reserved address'],
    ['::ffff:127.0.0.1', 'this machine'],
    ['::ffff:a9fe:a9fe', 'a link-local address'],
    ['0:0:0:0:0:ffff:10.0.0.1', 'a private address'],
    ['::10.0.0.1', 'a private address'],
    ['64:ff9b::c0a8:101', 'a private address'],
    ['2002:7f00:1::', 'this machine'],
    ['::ffff:0:7f00:1', 'this machine'],
    ['::ffff:0:a9fe:a9fe', 'a link-local address'],
    ['2001:0:7f00:1::', 'a reserved address'],
    ['fd20:ce::254', 'a private address'],
    ['4000::1', 'a reserved address'],
    ['1::1', 'a reserved address'],
    ['fe80::1%eth0', 'a reserved address'],
    ['0x7f000001', 'a reserved address'],
    ['2130706433', 'a reserved address'],
    ['localhost', 'a reserved address'],
  ])('%s is %s', (ip, kind) => expect(innerKind(ip)).toBe(kind));

  it.each(['1.1.1.1', '93.184.216.34', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:1.1.1.1', '64:ff9b::101:101'])('%s is public', (ip) =>
    expect(innerKind(ip)).toBeNull(),
  );

  it('judges a mapped IPv4 address as the address itself', () => {
    fc.assert(
      fc.property(fc.ipV4(), (ip) => {
        expect(innerKind(`::ffff:${ip}`)).toBe(innerKind(ip));
      }),
    );
  });

  it('takes what is no address for one that must not be reached', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => isIP(text) === 0),
        (text) => {
          expect(innerKind(text)).toBe('a reserved address');
        },
      ),
    );
  });
});

describe('BELLHOP_ALLOW_HOSTS', () => {
  const target = { host: 'intranet.example', port: 8080, address: '10.1.2.3' };

  it.each([
    ['', 'a private address'],
    ['intranet.example', null],
    ['other.example, INTRANET.example:8080', null],
    ['intranet.example:80', 'a private address'],
    ['10.0.0.0/8', null],
    ['10.1.2.3', null],
    ['10.1.2.3:8080', null],
    ['192.168.0.0/16', 'a private address'],
    ['fd00::/8', 'a private address'],
  ])('“%s” makes of 10.1.2.3: %s', (setting, kind) => expect(refusalOf(target, allowList(setting))).toBe(kind));

  it('means the same host however it is written', () => {
    expect(refusalOf(target, allowList('intranet.example.'))).toBeNull();
    expect(refusalOf({ ...target, host: 'Intranet.Example.' }, allowList('intranet.example'))).toBeNull();
    expect(refusalOf({ host: 'münchen.example', port: 80, address: '10.0.0.1' }, allowList('xn--mnchen-3ya.example'))).toBeNull();
    expect(refusalOf({ host: 'xn--mnchen-3ya.example', port: 80, address: '10.0.0.1' }, allowList('münchen.example'))).toBeNull();
    const local = { host: '::1', port: 80, address: '::1' };
    expect(refusalOf(local, allowList('0:0:0:0:0:0:0:1'))).toBeNull();
    expect(refusalOf(local, allowList('[0::1]:80'))).toBeNull();
  });

  it('takes IPv6 hosts with and without a port', () => {
    const local = { host: '::1', port: 8080, address: '::1' };
    expect(refusalOf(local, allowList('::1'))).toBeNull();
    expect(refusalOf(local, allowList('[::1]:8080'))).toBeNull();
    expect(refusalOf(local, allowList('[::1]:81'))).toBe('this machine');
  });

  it.each(['http://intranet', 'host:99999', '10.0.0.0/40', 'a b', 'example.com/24', 'host:'])('says what is wrong with “%s”', (setting) =>
    expect(() => allowList(setting)).toThrow(SettingsError),
  );
});
