import { request } from 'node:http';
import type { Socket } from 'node:net';
import { addressesOf, bareHost, dial } from '../dial.ts';
import { Failure, failureOf } from '../failure.ts';
import { revealed } from '../secret.ts';
import { handshake } from '../tls.ts';
import { basic } from './auth.ts';
import type { HttpConfig } from './config.ts';

/** The way to a host through a proxy: by CONNECT (RFC 9110, 9.3.6) to the address that was checked here, never to a name that the proxy would look up anew. */
export const throughProxy =
  (proxy: NonNullable<HttpConfig['proxy']>): typeof dial =>
  async (host, port, attempt) => {
    const [target] = await addressesOf(host, port, attempt);
    const { protocol, hostname, port: at } = new URL(proxy.url);
    const own = bareHost(hostname);
    const socket = await dial(own, at === '' ? (protocol === 'https:' ? 443 : 80) : Number(at), attempt);
    const stream = protocol === 'https:' ? await handshake(socket, own, { ca: attempt.tools.ca }, attempt) : socket;
    const password = proxy.password && (await revealed(proxy.password, attempt));
    const headers = proxy.user === undefined ? [] : ['proxy-authorization', basic(proxy.user, password ?? '')];
    // What is told of a certificate is told of the target's.
    attempt.certificate = undefined;
    const address = target?.family === 6 ? `[${target.address}]` : target?.address;
    return connected(stream, `${address}:${port}`, headers);
  };

function connected(stream: Socket, to: string, headers: readonly string[]): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const sent = request({
      createConnection: () => stream,
      method: 'CONNECT',
      path: to,
      headers: ['host', to, ...headers],
      maxHeaderSize: 32 * 1024,
    });
    sent.on('error', (error) => reject(failureOf(error, 'http')));
    sent.on('close', () => reject(new Failure('no_answer')));
    sent.on('connect', ({ statusCode = 0 }, socket: Socket, head) => {
      if (statusCode < 200 || statusCode > 299) return reject(new Failure('proxy', { status: statusCode }));
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    // Of a refusal, which is an answer like any other.
    sent.on('response', ({ statusCode = 0 }) => reject(new Failure('proxy', { status: statusCode })));
    sent.end();
  });
}
