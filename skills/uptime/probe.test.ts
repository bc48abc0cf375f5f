import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../shared/errors.ts';
import { allowList } from '../../shared/net/allow.ts';
import type { Resolve } from '../../shared/net/lookup.ts';
import { hopsMax, type ProbeParts, prober } from './probe.ts';

const fixture = (name: string) => readFileSync(new URL(`../../test/fixtures/${name}.pem`, import.meta.url), 'utf8');
const certificate = fixture('tls-certificate');
const key = fixture('tls-key');
const now = Date.parse('2027-01-01T00:00:00Z');
const open: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of open.splice(0)) await new Promise((closed) => server.close(closed));
});

async function listening(server: Server): Promise<number> {
  open.push(server);
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return (server.address() as AddressInfo).port;
}

const web = (listener: RequestListener) => listening(createServer(listener));
const secure = (listener: RequestListener) => listening(createTlsServer({ cert: certificate, key }, listener));
const local: Resolve = async () => [{ address: '127.0.0.1', family: 4 }];

/** Probes with the loopback allowed, unless said otherwise. */
const probe = (url: string, parts: Partial<ProbeParts> = {}, signal = new AbortController().signal) =>
  prober({ allow: allowList('127.0.0.0/8'), now: () => now, resolve: local, ...parts })(url, { signal });

describe('probe', () => {
  it('tells status and the time of each phase', async () => {
    const port = await web((_, answer) => answer.end('hello'));
    const seen = await probe(`http://good.test:${port}/a?b`);
    expect(seen).toMatchObject({ kind: 'answered', status: 200, redirects: [] });
    expect(Object.keys(seen.phases)).toEqual(['dns', 'connect', 'firstByte']);
    for (const took of [...Object.values(seen.phases), seen.tookMs]) expect(took).toBeGreaterThanOrEqual(0);
  });

  it('asks for the path, by the name it was given', async () => {
    let asked: unknown;
    const port = await web((request, answer) => {
      asked = [request.method, request.url, request.headers.host];
      answer.end();
    });
    await probe(`http://good.test:${port}/a%20b?c=d#e`);
    expect(asked).toEqual(['GET', '/a%20b?c=d', `good.test:${port}`]);
  });

  it('checks the certificate, and tells its end and issuer', async () => {
    const port = await secure((_, answer) => answer.end('hello'));
    const seen = await probe(`https://good.test:${port}/`, { ca: certificate });
    expect(seen).toMatchObject({ kind: 'answered', status: 200, certificate: { issuer: 'Bellhop tests' } });
    expect(seen.certificate?.daysLeft).toBeGreaterThan(36_000);
    expect(seen.phases.tls).toBeGreaterThanOrEqual(0);
  });

  it.each([
    ['nobody trusts', 'good.test', undefined, 'DEPTH_ZERO_SELF_SIGNED_CERT', 'signed itself'],
    ['is for another name', 'bad.test', certificate, 'ERR_TLS_CERT_ALTNAME_INVALID', 'for another name'],
  ])('sends nothing to a server whose certificate %s, and still tells of it', async (_, host, ca, code, why) => {
    let asked = 0;
    const port = await secure((_request, answer) => {
      asked++;
      answer.end();
    });
    const seen = await probe(`https://${host}:${port}/`, ca === undefined ? {} : { ca });
    expect(seen).toMatchObject({ kind: 'failed', code, why: expect.stringContaining(why), certificate: { issuer: 'Bellhop tests' } });
    expect(asked).toBe(0);
  });

  it('says when what answers speaks no TLS, or no HTTP', async () => {
    const plain = await web((_, answer) => answer.end());
    expect(await probe(`https://good.test:${plain}/`)).toMatchObject({ kind: 'failed', why: expect.stringContaining('TLS') });
    const odd = await listening(createTcpServer((socket) => socket.end('220 mail ready\r\n')));
    expect(await probe(`http://good.test:${odd}/`)).toMatchObject({ kind: 'failed', why: expect.stringContaining('HTTP') });
  });

  it('follows redirects and shows them', async () => {
    const port = await web((request, answer) => {
      if (request.url === '/') answer.writeHead(302, { location: '/next' }).end();
      else answer.writeHead(204).end();
    });
    expect(await probe(`http://good.test:${port}/`)).toMatchObject({ kind: 'answered', status: 204, redirects: [`http://good.test:${port}/next`] });
  });

  it('gives up on endless redirects', async () => {
    const port = await web((_, answer) => answer.writeHead(301, { location: '/' }).end());
    const seen = await probe(`http://good.test:${port}/`);
    expect(seen).toMatchObject({ kind: 'failed', code: 'redirect' });
    expect(seen.redirects).toHaveLength(hopsMax);
  });

  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/',
    'http://2130706433/',
    'http://[::ffff:127.0.0.1]/',
    'http://inner.test/',
  ])('refuses a redirect to %s', async (location) => {
    const port = await web((_, answer) => answer.writeHead(302, { location }).end());
    const resolve: Resolve = async (host) => [{ address: host === 'inner.test' ? '10.0.0.1' : '127.0.0.1', family: 4 }];
    await expect(probe(`http://good.test:${port}/`, { allow: allowList(`good.test:${port}`), resolve })).rejects.toBeInstanceOf(Refusal);
  });

  it('does not follow a redirect to what is no web address', async () => {
    const port = await web((_, answer) => answer.writeHead(302, { location: 'file:///etc/passwd' }).end());
    expect(await probe(`http://good.test:${port}/`)).toMatchObject({ kind: 'failed', code: 'redirect', redirects: [] });
  });

  it.each(['http://127.0.0.1:1/', 'http://0x7f.1/', 'http://017700000001/', 'http://0/', 'http://localhost/', 'http://[::1]/', 'http://10.0.0.1/'])(
    'refuses %s when nobody allowed it',
    async (url) => {
      const refused = await prober({ allow: allowList(''), now: () => now })(url, { signal: new AbortController().signal }).catch((error) => error);
      expect(refused).toBeInstanceOf(Refusal);
      expect(refused.message).toContain('I only reach out to public addresses');
    },
  );

  it('connects to the address it checked, whatever the name resolves to next', async () => {
    const inner = await web((_, answer) => answer.end('secret'));
    let asked = 0;
    // A public address first, the loopback ever after: a second look-up would reach the server.
    const rebinding: Resolve = async () => [{ address: asked++ === 0 ? '192.0.2.1' : '127.0.0.1', family: 4 }];
    const seen = await probe(`http://rebind.test:${inner}/`, { allow: allowList('192.0.2.0/24'), resolve: rebinding, deadlineMs: 300 });
    expect(seen.kind).toBe('failed');
    expect(asked).toBe(1);
  });

  it('tries the next address of a name when one takes no connection', async () => {
    const port = await web((_, answer) => answer.end());
    const two: Resolve = async () => [
      { address: '127.0.0.2', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    expect(await probe(`http://good.test:${port}/`, { resolve: two })).toMatchObject({ kind: 'answered' });
  });

  it('says why nothing answered', async () => {
    const port = await listening(createTcpServer());
    await new Promise((closed) => open.pop()?.close(closed));
    expect(await probe(`http://good.test:${port}/`)).toMatchObject({ kind: 'failed', code: 'ECONNREFUSED', why: 'refused the connection' });
    const missing: Resolve = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }));
    expect(await probe('http://nowhere.test/', { resolve: missing })).toMatchObject({ kind: 'failed', code: 'ENOTFOUND', phases: {} });
  });

  it('ends at its deadline, and says how far it got', async () => {
    const silent = await listening(createTcpServer((socket) => socket.on('error', () => {})));
    expect(await probe(`http://good.test:${silent}/`, { deadlineMs: 100 })).toMatchObject({
      kind: 'failed',
      code: 'deadline',
      why: 'it did not answer within 0.1 s',
    });
    expect(await probe(`https://good.test:${silent}/`, { deadlineMs: 100 })).toMatchObject({ kind: 'failed', code: 'deadline' });
    const dripping = await web((_, answer) => answer.writeHead(200, { 'content-length': 10 }).write('a'));
    expect(await probe(`http://good.test:${dripping}/`, { deadlineMs: 100 })).toMatchObject({
      code: 'deadline',
      why: 'it did not finish its answer within 0.1 s',
    });
    const never: Resolve = () => new Promise(() => {});
    expect(await probe('http://good.test/', { resolve: never, deadlineMs: 100 })).toMatchObject({ code: 'deadline', phases: {} });
  });

  it('sees an answer that breaks off', async () => {
    const half = await listening(createTcpServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf')));
    expect(await probe(`http://good.test:${half}/`)).toMatchObject({ kind: 'failed', why: 'broke off in the middle of its answer' });
    const closed = await listening(createTcpServer((socket) => socket.once('data', () => socket.destroy())));
    expect(await probe(`http://good.test:${closed}/`)).toMatchObject({ kind: 'failed', why: 'closed the connection without an answer' });
  });

  it('reads no more of an endless body than it needs', async () => {
    const endless = await web((_, answer) => {
      const more = () => {
        while (!answer.destroyed && answer.write('x'.repeat(65_536)));
      };
      answer.on('drain', more);
      more();
    });
    expect(await probe(`http://good.test:${endless}/`)).toMatchObject({ kind: 'answered', status: 200 });
  });

  it('stops when its command is cancelled', async () => {
    const silent = await listening(createTcpServer((socket) => socket.on('error', () => {})));
    const cancelled = new AbortController();
    const probing = probe(`http://good.test:${silent}/`, {}, cancelled.signal);
    cancelled.abort('cancelled');
    await expect(probing).rejects.toBe('cancelled');
  });
});
