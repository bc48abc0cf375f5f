import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { expect, it } from 'vitest';
import { certificate, key, tcp, tools } from '../../../../test/targets.ts';
import { postgres } from './postgres.ts';

const message = (type: string, body: Buffer | string) => {
  const bytes = Buffer.from(body);
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeUInt32BE(bytes.length + 4, 1);
  return Buffer.concat([head, bytes]);
};
const auth = (how: number, rest: Buffer | string = '') => message('R', Buffer.concat([Buffer.from([0, 0, 0, how]), Buffer.from(rest)]));
const welcome = Buffer.concat([auth(0), message('S', 'server_version\x0016\0'), message('Z', 'I')]);
const row = (value: string | null) => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(value === null ? -1 : value.length);
  return message('D', Buffer.concat([Buffer.from([0, 1]), length, Buffer.from(value ?? '')]));
};
const answer = (...rows: (string | null)[]) => Buffer.concat([message('T', '\0\0'), ...rows.map(row), message('C', 'SELECT 1\0'), message('Z', 'I')]);
const refusal = message('E', 'SFATAL\0C28P01\0Mpassword authentication failed\0\0');

type Turn = (heard: Buffer) => Buffer | string;

/** A server that answers what it hears, turn by turn. */
const serving = (...turns: readonly Turn[]) =>
  tcp((socket) => {
    speak(socket, turns);
  });

function speak(socket: Socket, turns: readonly Turn[]): void {
  let at = 0;
  socket.on('error', () => {});
  socket.on('data', (heard: Buffer) => {
    const turn = turns[at++];
    if (turn) socket.write(turn(heard));
  });
}

const look = (port: number, config: object = {}) =>
  postgres.run({ host: 'good.test', port, password: { secret: 'pw' }, ...config }, tools({ secrets: { pw: 'pencil' } }));

it('signs in where it is trusted, says who it is, and asks', async () => {
  const heard: string[] = [];
  const port = await serving(
    (first) => {
      heard.push(first.toString('latin1', 8));
      return welcome;
    },
    (query) => {
      heard.push(query.toString('latin1', 5));
      return answer('1');
    },
  );
  expect(await look(port, { user: 'kim', database: 'shop' })).toMatchObject({ up: true, detail: '1' });
  expect(heard).toEqual(['user\0kim\0database\0shop\0application_name\0bellhop\0\0', 'SELECT 1\0']);
});

it('proves the password by SCRAM, and has the server prove it too', async () => {
  /** What a server does (RFC 5802), by other hands than the client's. */
  const serve = (knows: string) => {
    let [bare, first, final] = ['', '', ''];
    const salt = Buffer.from('salty');
    const salted = pbkdf2Sync(knows, salt, 4_096, 32, 'sha256');
    const keyed = (by: Buffer, text: string) => createHmac('sha256', by).update(text).digest();
    return serving(
      () => auth(10, 'SCRAM-SHA-256\0\0'),
      (heard) => {
        bare = heard.toString('utf8', 5 + 14 + 4 + 3);
        first = `r=${bare.split('r=')[1]}more,s=${salt.toString('base64')},i=4096`;
        return auth(11, first);
      },
      (heard) => {
        const said = heard.toString('utf8', 5);
        final = said.slice(0, said.indexOf(',p='));
        const signed = `${bare},${first},${final}`;
        const clientKey = keyed(salted, 'Client Key');
        const signature = keyed(createHash('sha256').update(clientKey).digest(), signed);
        const proof = Buffer.from(said.slice(said.indexOf(',p=') + 3), 'base64').map((byte, i) => byte ^ (signature[i] ?? 0));
        if (!clientKey.equals(proof)) return refusal;
        return Buffer.concat([auth(12, `v=${keyed(keyed(salted, 'Server Key'), signed).toString('base64')}`), welcome]);
      },
      () => answer('1'),
    );
  };
  expect(await look(await serve('pencil'))).toMatchObject({ up: true });
  expect(await look(await serve('other'))).toMatchObject({
    up: false,
    code: 'refused',
    values: { code: '28P01' },
    detail: 'password authentication failed',
  });
});

it('proves the password by MD5, with the salt of the moment', async () => {
  const md5 = (text: Buffer | string) => createHash('md5').update(text).digest('hex');
  const good = `md5${md5(Buffer.concat([Buffer.from(md5('pencilpostgres')), Buffer.from('salt')]))}\0`;
  const port = await serving(
    () => auth(5, 'salt'),
    (heard) => (heard.toString('latin1', 5) === good ? welcome : refusal),
    () => answer('1'),
  );
  expect(await look(port)).toMatchObject({ up: true });
});

it('says the password as it is inside TLS alone', async () => {
  let heard = '';
  const turns: Turn[] = [
    () => auth(3),
    (password) => {
      heard = password.toString('latin1', 5);
      return welcome;
    },
    () => answer('1'),
  ];
  expect(await look(await serving(...turns))).toMatchObject({ up: false, code: 'wants_tls' });
  const port = await tcp((socket) =>
    socket.once('data', () => {
      socket.write('S');
      speak(new TLSSocket(socket, { isServer: true, cert: certificate, key }), turns);
    }),
  );
  expect(heard).toBe('');
  // A certificate that nobody checked is as good as none.
  expect(await look(port, { tls: true, trust: 'any', host: 'bad.test' })).toMatchObject({
    up: false,
    code: 'wants_tls',
    certificate: { issuer: 'Bellhop tests' },
  });
  expect(heard).toBe('');
  expect(await look(port, { tls: true })).toMatchObject({ up: true, certificate: { issuer: 'Bellhop tests' } });
  expect(heard).toBe('pencil\0');
  expect(await look(await serving(() => 'N'), { tls: true })).toMatchObject({ up: false, code: 'starttls' });
});

it('compares the first value of the first row', async () => {
  const saying = async (is: string, ...rows: (string | null)[]) =>
    look(
      await serving(
        () => welcome,
        () => answer(...rows),
      ),
      { is },
    );
  expect(await saying('ok', 'ok', 'other')).toMatchObject({ up: true });
  expect(await saying('ok', 'no')).toMatchObject({ up: false, code: 'value_other', detail: 'no' });
  expect(await saying('ok', null)).toMatchObject({ up: false, code: 'value_other' });
  expect(await saying('ok')).toMatchObject({ up: false, code: 'value_other' });
});

it('does not read rows without end', async () => {
  const port = await serving(
    () => welcome,
    () => answer(...Array<string>(2_000).fill('x')),
  );
  expect(await look(port)).toMatchObject({ up: false, code: 'too_much' });
});
