import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { allowList } from '../../../shared/net/allow.ts';
import { tools } from '../../../test/targets.ts';
import { dns } from './dns.ts';

const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});

/** A name server that answers each question with these records: a type's number and its data. `flags`: 0x8180 is an answer, 0x8183 no such name. */
async function serving(records: readonly (readonly [number, Buffer])[], flags = 0x8180): Promise<string> {
  const socket = createSocket('udp4');
  open.push(socket);
  socket.on('message', (asked, from) => {
    const end = asked.indexOf(0, 12) + 5;
    const head = Buffer.from(asked.subarray(0, 12));
    head.writeUInt16BE(flags, 2);
    head.writeUInt16BE(records.length, 6);
    head.writeUInt32BE(0, 8);
    const answers = records.map(([type, data]) => {
      const lead = Buffer.from([0xc0, 12, type >> 8, type & 255, 0, 1, 0, 0, 0, 60, 0, 0]);
      lead.writeUInt16BE(data.length, 10);
      return Buffer.concat([lead, data]);
    });
    socket.send(Buffer.concat([head, asked.subarray(12, end), ...answers]), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return `127.0.0.1:${socket.address().port}`;
}

const name = (...labels: string[]) =>
  Buffer.concat([...labels.flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]), Buffer.from([0])]);
const a = (...bytes: number[]) => [1, Buffer.from(bytes)] as const;
const mx = (priority: number, ...labels: string[]) => [15, Buffer.concat([Buffer.from([0, priority]), name(...labels)])] as const;

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
  const resolver = await serving(
    [[16, Buffer.from('\x03v=s\x09pf1 -all\x21')]].map(([, data]) => [16, Buffer.from(data as Buffer).subarray(0, 14)] as const),
  );
  expect(await dns.run({ name: 'example.com', type: 'TXT', resolver }, tools())).toMatchObject({ detail: 'v=spf1 -all!' });
});

it('says that there is no such name, no such record, and that its server failed', async () => {
  const look = async (flags: number) => dns.run({ name: 'example.com', resolver: await serving([], flags) }, tools());
  expect(await look(0x8183)).toMatchObject({ up: false, code: 'ENOTFOUND' });
  expect(await look(0x8180)).toMatchObject({ up: false, code: 'no_record', values: { type: 'A' } });
  expect(await look(0x8182)).toMatchObject({ up: false, code: 'ESERVFAIL' });
});

it('ends with its time-out when nobody answers, or with noise', async () => {
  const socket = createSocket('udp4');
  open.push(socket);
  socket.on('message', (asked, { port, address }) => socket.send(Buffer.concat([asked.subarray(0, 2), Buffer.alloc(400, 0xff)]), port, address));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const finding = await dns.run({ name: 'example.com', resolver: `127.0.0.1:${socket.address().port}` }, tools({ timeoutMs: 100 }));
  expect(finding).toMatchObject({ up: false });
  expect(finding.ms).toBeLessThan(1_000);
});

it('asks no server that it must not reach', async () => {
  expect(await dns.run({ name: 'example.com', resolver: '10.0.0.1' }, tools({ allow: allowList('') }))).toMatchObject({
    code: 'address_not_allowed',
  });
});
