import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../shared/errors.ts';
import { allowList } from '../../shared/net/allow.ts';
import type { Resolve } from '../../shared/net/lookup.ts';
import { certificate, closedPort, listening, local, now, secureWeb, tcp, web } from '../../test/targets.ts';
import { hopsMax } from './kinds/http/visit.ts';
import { type ProbeParts, prober } from './probe.ts';

/** Probes with the loopback allowed, unless said otherwise. */
const probe = (url: string, parts: Partial<ProbeParts> = {}, signal = new AbortController().signal) =>
  prober({ allow: allowList('127.0.0.0/8'), now: () => now, resolve: local, ...parts })(url, { signal });

/** A port at 127.0.0.2 that takes no connection and refuses none: its queue is full, and nobody empties it. Answers how to free it. */
async function swallower(): Promise<readonly [number, () => Promise<void>]> {
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.2', backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       setImmediate(() => Atomics.wait(new Int32Array(workerData), 0, 0));
     });`,
    { eval: true, workerData: new SharedArrayBuffer(4) },
  );
  const port = await new Promise<number>((ready) => worker.once('message', ready));
  const filling = Array.from({ length: 4 }, () => connect({ port, host: '127.0.0.2' }).on('error', () => {}));
  await Promise.all(filling.slice(0, 2).map((socket) => once(socket, 'connect')));
  return [
    port,
    async () => {
      for (const socket of filling) socket.destroy();
      await worker.terminate();
    },
  ];
}

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
    const port = await secureWeb((_, answer) => answer.end('hello'));
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
    const port = await secureWeb((_request, answer) => {
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
    const odd = await tcp((socket) => socket.end('220 mail ready\r\n'));
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
    expect(seen).toMatchObject({ kind: 'failed', code: 'redirects_often' });
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

  it('says which redirect led to an address it refuses', async () => {
    const port = await web((_, answer) => answer.writeHead(302, { location: 'http://169.254.169.254/latest' }).end());
    const refused = await probe(`http://good.test:${port}/`).catch((error) => error);
    expect(refused).toMatchObject({
      code: 'address_not_allowed',
      message: `http://good.test:${port}/ redirects to http://169.254.169.254/latest: 169.254.169.254 is a link-local address, and I only reach out to public addresses.`,
      hint: expect.stringContaining('BELLHOP_ALLOW_HOSTS'),
    });
  });

  it('says which redirect led to what failed', async () => {
    const port = await web((_, answer) => answer.writeHead(302, { location: 'http://gone.test:1/' }).end());
    expect(await probe(`http://good.test:${port}/`)).toMatchObject({
      kind: 'failed',
      why: 'it redirects to gone.test:1, which refused the connection',
    });
    const german = prober({ allow: allowList('127.0.0.0/8'), now: () => now, resolve: local });
    expect(await german(`http://good.test:${port}/`, { signal: new AbortController().signal, locale: 'de' })).toMatchObject({
      why: 'Weiterleitung zu gone.test:1; die Verbindung wurde abgelehnt',
    });
  });

  it.each([
    ['without a target', undefined, 'redirects without saying where to'],
    ['to what can’t be read', 'http://[', 'redirects to what is no address'],
  ])('does not take a redirect %s for an answer', async (_, location, why) => {
    const port = await web((_request, answer) => answer.writeHead(302, location === undefined ? {} : { location }).end());
    expect(await probe(`http://good.test:${port}/`)).toMatchObject({ kind: 'failed', why });
  });

  it('shows no password that a redirect holds, and reads letters of any language in it', async () => {
    const port = await tcp((socket) =>
      socket.once('data', (data) => {
        const location = String(data).startsWith('GET / ') ? `http://user:secret@good.test:${(socket.address() as AddressInfo).port}/ü` : undefined;
        socket.end(
          location === undefined ? 'HTTP/1.1 204 No Content\r\n\r\n' : `HTTP/1.1 302 Found\r\nlocation: ${location}\r\ncontent-length: 0\r\n\r\n`,
        );
      }),
    );
    expect(await probe(`http://good.test:${port}/`)).toMatchObject({ kind: 'answered', status: 204, redirects: [`http://good.test:${port}/%C3%BC`] });
  });

  it('does not follow a redirect to what is no web address', async () => {
    const port = await web((_, answer) => answer.writeHead(302, { location: 'file:///etc/passwd' }).end());
    expect(await probe(`http://good.test:${port}/`)).toMatchObject({ kind: 'failed', code: 'redirect_elsewhere', redirects: [] });
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

  // macOS has no second loopback address to listen at.
  it.skipIf(process.platform !== 'linux')('does not wait for an address that swallows everything when the name has another', async () => {
    const [swallowing, free] = await swallower();
    await listening(
      createServer((_, answer) => answer.end()),
      swallowing,
    );
    const two: Resolve = async () => [
      { address: '127.0.0.2', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    const seen = await probe(`http://good.test:${swallowing}/`, { resolve: two, deadlineMs: 2_000 });
    await free();
    expect(seen).toMatchObject({ kind: 'answered', status: 200 });
  });

  it('says why nothing answered', async () => {
    const port = await closedPort();
    expect(await probe(`http://good.test:${port}/`)).toMatchObject({ kind: 'failed', code: 'ECONNREFUSED', why: 'refused the connection' });
    const missing: Resolve = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }));
    expect(await probe('http://nowhere.test/', { resolve: missing })).toMatchObject({ kind: 'failed', code: 'ENOTFOUND', phases: {} });
  });

  it('ends at its deadline, and says how far it got', async () => {
    const silent = await tcp((socket) => socket.on('error', () => {}));
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
    const half = await tcp((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'));
    expect(await probe(`http://good.test:${half}/`)).toMatchObject({ kind: 'failed', why: 'broke off in the middle of its answer' });
    const closed = await tcp((socket) => socket.once('data', () => socket.destroy()));
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

  it('takes the beginning of a stream that never ends by its nature for an answer', async () => {
    const events = await web((_, answer) => answer.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).write('data: 1\n\n'));
    expect(await probe(`http://good.test:${events}/`, { deadlineMs: 2_000 })).toMatchObject({ kind: 'answered', status: 200 });
  });

  it('ends when what answers changes the protocol', async () => {
    const changing = await tcp((socket) =>
      socket.once('data', () => socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n')),
    );
    expect(await probe(`http://good.test:${changing}/`, { deadlineMs: 1_000 })).toMatchObject({
      kind: 'failed',
      why: expect.stringContaining('another protocol'),
    });
  });

  it.each([
    [{ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const, 'speaks only TLS versions that are too old to trust'],
    [{ requestCert: true, rejectUnauthorized: true }, 'wants a certificate of ours'],
  ])('says in words what is wrong with TLS: %j', async (options, why) => {
    const port = await secureWeb((_, answer) => answer.end(), options);
    expect(await probe(`https://good.test:${port}/`, { ca: certificate })).toMatchObject({ kind: 'failed', why });
  });

  it('asks by a name without its last dot, and checks the certificate by it', async () => {
    let named: unknown;
    const hear = (name: string, done: (error: null) => void) => {
      named = name;
      done(null);
    };
    const port = await secureWeb((_, answer) => answer.end(), { SNICallback: hear });
    expect(await probe(`https://good.test.:${port}/`, { ca: certificate })).toMatchObject({ kind: 'answered' });
    expect(named).toBe('good.test');
  });

  it('stops when its command is cancelled', async () => {
    const silent = await tcp((socket) => socket.on('error', () => {}));
    const cancelled = new AbortController();
    const probing = probe(`http://good.test:${silent}/`, {}, cancelled.signal);
    cancelled.abort('cancelled');
    await expect(probing).rejects.toBe('cancelled');
  });
});
