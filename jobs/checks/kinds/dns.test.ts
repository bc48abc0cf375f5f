import { expect, it } from 'vitest';
import { allowList } from '../../../shared/net/allow.ts';
import { a, mx, noisy, serving, text } from '../../../test/name-server.ts';
import { tools } from '../../../test/targets.ts';
import { dns } from './dns.ts';

it('finds a name with its records, and tells them', async () => {
  const resolver = await serving([a(192, 0, 2, 2), a(192, 0, 2, 1)]);
  expect(await dns.run({ name: 'example.com', resolver }, tools())).toMatchObject({ up: true, values: { count: 2 }, detail: '192.0.2.1, 192.0.2.2' });
});

it('compares records with what they should be, in any order and any writing', async () => {
  const resolver = await serving([mx(20, 'B', 'example', 'com'), mx(10, 'a', 'example', 'com')]);
  const look = (more: object) => dns.run({ name: 'example.com', type: 'MX', resolver, ...more }, tools());
  expect(await look({ is: ['10 a.example.com.', '20 b.example.com'] })).toMatchObject({ up: true });
  expect(await look({ has: ['20 b.example.com'] })).toMatchObject({ up: true });
  expect(await look({ has: ['30 c.example.com'] })).toMatchObject({ up: false, code: 'record_missing', values: { value: '30 c.example.com' } });
  expect(await look({ is: ['10 a.example.com'] })).toMatchObject({ up: false, code: 'record_other', values: { value: '20 b.example.com' } });
});

it('reads texts of several parts as one', async () => {
  const resolver = await serving([text('v=s', 'pf1 -all')]);
  expect(await dns.run({ name: 'example.com', type: 'TXT', resolver }, tools())).toMatchObject({ detail: 'v=spf1 -all' });
});

it('says that there is no such name, no such record, and that its server failed', async () => {
  const look = async (flags: number) => dns.run({ name: 'example.com', resolver: await serving([], flags) }, tools());
  expect(await look(0x8183)).toMatchObject({ up: false, code: 'ENOTFOUND' });
  expect(await look(0x8180)).toMatchObject({ up: false, code: 'no_record', values: { type: 'A' } });
  expect(await look(0x8182)).toMatchObject({ up: false, code: 'ESERVFAIL' });
});

it('ends with its time-out when nobody answers, or with noise', async () => {
  const finding = await dns.run({ name: 'example.com', resolver: await noisy() }, tools({ timeoutMs: 100 }));
  expect(finding).toMatchObject({ up: false });
  expect(finding.ms).toBeLessThan(1_000);
});

it('asks no server that it must not reach', async () => {
  expect(await dns.run({ name: 'example.com', resolver: '10.0.0.1' }, tools({ allow: allowList('') }))).toMatchObject({
    code: 'address_not_allowed',
  });
});
