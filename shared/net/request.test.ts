import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { request } from './request.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function listening(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const signal = new AbortController().signal;
const post = { method: 'POST', headers: { 'content-type': 'text/plain; charset=utf-8' }, signal };

describe('request', () => {
  it('sends the body whole, and answers status, headers and text', async () => {
    const address = await listening(async (request, response) => {
      let heard = '';
      for await (const part of request.setEncoding('utf8')) heard += part;
      response.writeHead(418, { 'retry-after': '7' }).end(`${request.method} ${request.headers['content-length']} ${heard}`);
    });
    const answer = await request(address, { ...post, body: 'grüße' });
    expect(answer).toMatchObject({ status: 418, text: 'POST 7 grüße' });
    expect(answer.headers['retry-after']).toBe('7');
  });

  it('follows no redirect', async () => {
    const address = await listening((_, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end());
    expect(await request(address, post)).toMatchObject({ status: 302 });
  });

  it('takes an answer that breaks off for none', async () => {
    const address = await listening((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setImmediate(() => response.destroy());
    });
    await expect(request(address, post)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it("ends with its signal, for the signal's reason", async () => {
    const ends = new AbortController();
    const reason = new Error('enough');
    const address = await listening(() => ends.abort(reason));
    await expect(request(address, { ...post, signal: ends.signal })).rejects.toBe(reason);
    await expect(request(address, { ...post, signal: ends.signal })).rejects.toBe(reason);
  });
});
