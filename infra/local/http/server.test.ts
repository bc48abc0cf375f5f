import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../../shared/channel/channel.ts';
import { Load } from './load.ts';
import { httpServer } from './server.ts';

let server: Server;
let load: Load;
let seen: HttpRequest[];
let refused: string[];
let defects: unknown[];

afterEach(async () => {
  server.closeAllConnections();
  server.close();
});

async function serve(options: { load?: Load; requestTimeoutMs?: number; answer?: (request: HttpRequest) => never } = {}): Promise<number> {
  load = options.load ?? new Load();
  seen = [];
  refused = [];
  defects = [];
  server = httpServer({
    endpoints: [
      {
        method: 'POST',
        path: '/hook',
        types: ['application/json'],
        answer:
          options.answer ??
          ((request) => {
            seen.push(request);
            return { status: 200, headers: { 'content-type': 'text/plain' }, body: `${request.body.length} bytes` };
          }),
        refused: (reason) => refused.push(reason),
      },
      { method: 'GET', path: '/hook', answer: async () => ({ status: 204 }) },
    ],
    otherwise: (_req, res) => res.writeHead(404).end('not an endpoint'),
    load,
    requestTimeoutMs: options.requestTimeoutMs ?? 10_000,
    onDefect: (cause) => defects.push(cause),
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Sends bytes as they are and answers all that comes back until the server ends the connection. */
async function raw(port: number, bytes: string | Buffer, { half = false } = {}): Promise<string> {
  const socket = await dial(port);
  if (half) socket.end(bytes);
  else socket.write(bytes);
  return text(socket);
}

async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  return socket;
}

const post = (headers: string, body: string) =>
  `POST /hook HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`;

const json = (body: string | Buffer | undefined, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  ...(body === undefined ? {} : { body: body as string }),
});

describe('the HTTP server', () => {
  it('hands on headers, query and the raw bytes, and writes the answer', async () => {
    const port = await serve();
    const response = await fetch(`http://127.0.0.1:${port}/hook?a=1&b=%20`, json('{"x": 1}'));
    expect([response.status, await response.text()]).toEqual([200, '8 bytes']);
    expect(seen[0]).toMatchObject({ method: 'POST', path: '/hook', query: 'a=1&b=%20', body: Buffer.from('{"x": 1}') });
    expect((await fetch(`http://127.0.0.1:${port}/hook`)).status).toBe(204);
  });

  it('joins a body that comes in many pieces', async () => {
    const port = await serve();
    const response = await fetch(`http://127.0.0.1:${port}/hook`, json(Buffer.alloc(900_000, 'a')));
    expect(await response.text()).toBe('900000 bytes');
  });

  it('answers 405 with what is allowed, 415 with what is taken, and leaves other paths to the pages', async () => {
    const port = await serve();
    const method = await fetch(`http://127.0.0.1:${port}/hook`, { method: 'PUT', body: 'x' });
    expect([method.status, method.headers.get('allow')]).toEqual([405, 'POST, GET, HEAD']);
    const type = await fetch(`http://127.0.0.1:${port}/hook`, { method: 'POST', body: 'x' });
    expect(type.status).toBe(415);
    expect(await type.json()).toEqual({ error: { code: 'content_type', message: '/hook takes application/json.' } });
    expect(refused).toEqual(['method', 'content_type']);
    expect(await (await fetch(`http://127.0.0.1:${port}/elsewhere`)).text()).toBe('not an endpoint');
  });

  it('answers HEAD as GET, without the body', async () => {
    const port = await serve();
    const answer = await fetch(`http://127.0.0.1:${port}/hook`, { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([204, '']);
  });

  it('answers 413 to an announced length at once, before any of the body came', async () => {
    const port = await serve();
    const socket = await dial(port);
    socket.write(post('Content-Length: 1048577', ''));
    const [first] = await once(socket, 'data');
    expect(String(first)).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
    expect(refused).toEqual(['too_large']);
  });

  it('answers 413 to a body that grows too long, takes 1 MiB exactly, and keeps nothing of either', async () => {
    const port = await serve();
    const fits = await fetch(`http://127.0.0.1:${port}/hook`, json(Buffer.alloc(1_048_576)));
    expect(await fits.text()).toBe('1048576 bytes');
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    expect(await raw(port, post('Transfer-Encoding: chunked', chunk.repeat(17)))).toMatch(/^HTTP\/1\.1 413 /);
    await expect.poll(() => [load.bytes, load.requests]).toEqual([0, 0]);
    expect(seen).toHaveLength(1);
  });

  it('answers 408 to a body, and to headers, that come too slowly', async () => {
    const port = await serve({ requestTimeoutMs: 150 });
    expect(await raw(port, post('Content-Length: 10', 'half'))).toMatch(/^HTTP\/1\.1 408 .*"code":"timeout"/s);
    expect(await raw(port, 'POST /hook HTTP/1.1\r\nHost:')).toMatch(/^HTTP\/1\.1 408 /);
    await expect.poll(() => load.requests).toBe(0);
    expect(seen).toHaveLength(0);
  });

  it('answers a sender that closes its half after the request, and drops one that closes it inside', async () => {
    const port = await serve();
    expect(await raw(port, post('Content-Length: 2', '{}'), { half: true })).toMatch(/^HTTP\/1\.1 200 /);
    expect(await raw(port, post('Content-Length: 10', '{}'), { half: true })).not.toMatch(/^HTTP\/1\.1 200 /);
    await expect.poll(() => [load.bytes, load.requests]).toEqual([0, 0]);
    expect(seen).toHaveLength(1);
  });

  it('answers 503 with Retry-After, body unread, while memory is at stake, and serves again afterwards', async () => {
    const port = await serve({ load: new Load({ bytesMax: 1_000 }) });
    const holder = await dial(port);
    holder.write(post('Content-Length: 1900', 'x'.repeat(900)));
    await expect.poll(() => load.bytes).toBe(900);
    const passes = await fetch(`http://127.0.0.1:${port}/hook`, json('{}'));
    expect(passes.status).toBe(200);
    holder.write('x'.repeat(200));
    const [refusal] = await once(holder, 'data');
    expect(String(refusal)).toMatch(/^HTTP\/1\.1 503 .*retry-after: 5\r\n/s);
    holder.destroy();
    await expect.poll(() => load.bytes).toBe(0);
    load.bytes = 1_000;
    const busy = await fetch(`http://127.0.0.1:${port}/hook`, json('{}'));
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '5']);
    load.bytes = 0;
    expect((await fetch(`http://127.0.0.1:${port}/hook`, json('{}'))).status).toBe(200);
    expect(refused).toEqual(['memory', 'memory']);
  });

  it.each([
    ['bytes that are no HTTP', '\x16\x03\x01\x02\x00\x01\x00', 400],
    ['a chunk length that is none', post('Transfer-Encoding: chunked', 'zz\r\n'), 400],
    ['two lengths', post('Content-Length: 2\r\nContent-Length: 3', '{}'), 400],
    ['headers without end', `GET /hook HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ])('refuses %s', async (_what, bytes, status) => {
    const port = await serve();
    expect(await raw(port, Buffer.from(bytes, 'latin1'))).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(seen).toHaveLength(0);
  });

  it('asks for the body of one that waits for a 100, and not when it refuses', async () => {
    const port = await serve();
    const socket = await dial(port);
    socket.write(post('Expect: 100-continue\r\nContent-Length: 2', ''));
    expect(String((await once(socket, 'data'))[0])).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    socket.write('{}');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
    const long = await dial(port);
    long.write(post('Expect: 100-continue\r\nContent-Length: 2000000', ''));
    expect(String((await once(long, 'data'))[0])).toMatch(/^HTTP\/1\.1 413 /);
    long.destroy();
  });

  it('answers 500 to a defect and lives on', async () => {
    const port = await serve({
      answer: () => {
        throw new Error('a defect');
      },
    });
    expect((await fetch(`http://127.0.0.1:${port}/hook`, json('{}'))).status).toBe(500);
    expect(defects).toHaveLength(1);
    expect((await fetch(`http://127.0.0.1:${port}/hook`)).status).toBe(204);
  });

  it('serves beside 500 idle connections', async () => {
    const port = await serve();
    const idle = await Promise.all(Array.from({ length: 500 }, () => dial(port)));
    const startedAt = performance.now();
    expect((await fetch(`http://127.0.0.1:${port}/hook`, json('{}'))).status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    for (const socket of idle) socket.destroy();
  });
});
