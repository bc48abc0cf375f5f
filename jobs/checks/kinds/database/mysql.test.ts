import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { tcp, tools } from '../../../../test/targets.ts';
import { mysql } from './mysql.ts';

const packet = (sequence: number, body: Buffer | string) => {
  const bytes = Buffer.from(body);
  return Buffer.concat([Buffer.from([bytes.length & 255, bytes.length >> 8, 0, sequence]), bytes]);
};
const salt = Buffer.from('12345678abcdefghijkl');
const greeting = (plugin: string) =>
  packet(
    0,
    Buffer.concat([
      Buffer.from('\x0a8.4.0\0'),
      Buffer.from([1, 0, 0, 0]),
      salt.subarray(0, 8),
      // A filler, what it can do, its letters and state, more that it can do, the salt's length, and ten of nothing.
      Buffer.from([0, 0xff, 0xf7, 45, 2, 0, 0xff, 0xdf, 21, ...Array<number>(10).fill(0)]),
      salt.subarray(8),
      Buffer.from([0]),
      Buffer.from(`${plugin}\0`),
    ]),
  );
const ok = (sequence: number) => packet(sequence, Buffer.from([0, 0, 0, 2, 0, 0, 0]));
const end = (sequence: number) => packet(sequence, Buffer.from([0xfe, 0, 0, 2, 0]));
const error = (sequence: number, words: string) => packet(sequence, Buffer.concat([Buffer.from([0xff, 0x15, 0x04]), Buffer.from(`#28000${words}`)]));
const rows = (...values: string[]) =>
  Buffer.concat([
    packet(1, Buffer.from([1])),
    packet(2, 'a description'),
    end(3),
    ...values.map((value, i) => packet(4 + i, Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]))),
    end(9),
  ]);

const hash = (how: string, ...parts: (Buffer | string)[]) => parts.reduce((so, part) => so.update(part), createHash(how)).digest();
const xor = (one: Buffer, other: Buffer) => Buffer.from(one.map((byte, i) => byte ^ (other[i] ?? 0)));
const native = (salted: Buffer) => xor(hash('sha1', 'pencil'), hash('sha1', salted, hash('sha1', hash('sha1', 'pencil'))));
const caching = xor(hash('sha256', 'pencil'), hash('sha256', hash('sha256', hash('sha256', 'pencil')), salt));

const serving = (plugin: string, ...turns: readonly ((heard: Buffer) => Buffer)[]) =>
  tcp((socket) => {
    let at = 0;
    socket.write(greeting(plugin));
    socket.on('data', (heard: Buffer) => {
      const turn = turns[at++];
      if (turn) socket.write(turn(heard));
    });
  });

const look = (port: number, config: object = {}) =>
  mysql.run({ host: 'good.test', port, password: { secret: 'pw' }, ...config }, tools({ secrets: { pw: 'pencil' } }));

it('signs in by the native password, and asks', async () => {
  const heard: string[] = [];
  const port = await serving(
    'mysql_native_password',
    (first) => {
      heard.push(first.toString('latin1', 36));
      return ok(2);
    },
    (query) => {
      heard.push(query.toString('latin1', 5));
      return rows('1', '2');
    },
  );
  expect(await look(port, { user: 'kim', database: 'shop', is: '1' })).toMatchObject({ up: true, detail: '1' });
  expect(heard).toEqual([`kim\0\x14${native(salt).toString('latin1')}shop\0mysql_native_password\0`, 'SELECT 1']);
});

it('signs in by a password that the server remembers, and by another way when it is asked to', async () => {
  const port = await serving(
    'caching_sha2_password',
    (first) => (first.includes(caching) ? Buffer.concat([packet(2, Buffer.from([1, 3])), ok(3)]) : error(2, 'no')),
    () => rows('1'),
  );
  expect(await look(port)).toMatchObject({ up: true });
  const fresh = Buffer.from('lkjihgfedcba87654321');
  const switching = await serving(
    'caching_sha2_password',
    () => packet(2, Buffer.concat([Buffer.from('\xfemysql_native_password\0', 'latin1'), fresh, Buffer.from([0])])),
    (heard) => (heard.subarray(4).equals(native(fresh)) ? ok(4) : error(4, 'no')),
    () => rows('1'),
  );
  expect(await look(switching)).toMatchObject({ up: true });
});

it('never says the password as it is without TLS', async () => {
  const port = await serving('caching_sha2_password', () => packet(2, Buffer.from([1, 4])));
  expect(await look(port)).toMatchObject({ up: false, code: 'wants_tls' });
  const asking = await serving('mysql_clear_password');
  expect(await look(asking)).toMatchObject({ up: false, code: 'odd_sign_in', detail: 'mysql_clear_password' });
});

it('tells in the server’s words what it refuses', async () => {
  const port = await serving('mysql_native_password', () => error(2, 'Access denied'));
  expect(await look(port)).toMatchObject({ up: false, code: 'refused', values: { code: 1045 }, detail: 'Access denied' });
});
