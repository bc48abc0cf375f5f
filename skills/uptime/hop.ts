import { request } from 'node:http';
import { connect, isIP, type Socket } from 'node:net';
import { rootCertificates, connect as secure, type TLSSocket } from 'node:tls';
import { resolveAllowed } from '../../shared/net/lookup.ts';
import { Failure, failureOf } from './failure.ts';
import type { ProbeParts } from './probe.ts';
import type { Certificate, Phases } from './seen.ts';

/** What is known of a hop so far. */
export interface Hop {
  readonly phases: Phases;
  readonly certificate?: Certificate;
}

/** Bytes of a body that are read: enough to see that it arrives. */
export const bodyBytesMax = 256 * 1024;

/** One request to one address, redirects not followed. Tells `known` after each phase; throws Failure, Refusal, or the signal's reason. */
export async function hop(
  url: URL,
  { allow, resolve, ca, now, signal }: ProbeParts & { signal: AbortSignal },
  known: (hop: Hop) => void,
): Promise<{ status: number; location: string | undefined }> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const phases: { -readonly [K in keyof Phases]: Phases[K] } = {};
  let certificate: Certificate | undefined;
  const told = () => known({ phases: { ...phases }, ...(certificate ? { certificate } : {}) });
  let from = performance.now();
  const lap = (phase: keyof Phases) => {
    phases[phase] = Math.round(performance.now() - from);
    from = performance.now();
    told();
  };

  const addresses = await abortable(resolveAllowed(host, port, allow, resolve), signal).catch((error) => {
    throw isDnsError(error) ? failureOf(error, 'dns') : error;
  });
  lap('dns');
  const socket = await anyOf(addresses, port, signal);
  lap('connect');
  try {
    let stream: Socket = socket;
    if (url.protocol === 'https:') {
      const tls = await handshake(socket, host, ca, signal);
      certificate = certificateOf(tls, now());
      lap('tls');
      if (!tls.authorized) throw failureOf(Object.assign(new Error('not authorized'), { code: String(tls.authorizationError) }), 'tls');
      stream = tls;
    }
    return await ask(url, stream, signal, () => lap('firstByte'));
  } finally {
    socket.destroy();
  }
}

/** The first of the addresses that takes a connection. */
async function anyOf(addresses: readonly { address: string; family: 4 | 6 }[], port: number, signal: AbortSignal): Promise<Socket> {
  let last: unknown;
  for (const { address, family } of addresses.slice(0, 4)) {
    try {
      return await opened(connect({ host: address, port, family, signal }), 'connect');
    } catch (error) {
      signal.throwIfAborted();
      last = error;
    }
  }
  throw failureOf(last, 'connect');
}

async function handshake(socket: Socket, host: string, ca: string | undefined, signal: AbortSignal): Promise<TLSSocket> {
  // Not rejected at once: a bad certificate's end and issuer are worth telling. Nothing is sent unless it was found good.
  const tls = secure({
    socket,
    host,
    servername: isIP(host) ? '' : host,
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
    ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
  });
  try {
    return await abortable(opened(tls, 'secureConnect'), signal);
  } catch (error) {
    tls.destroy();
    signal.throwIfAborted();
    throw failureOf(error, 'tls');
  }
}

function certificateOf(tls: TLSSocket, now: number): Certificate | undefined {
  const { valid_to, issuer } = tls.getPeerCertificate();
  const endsAt = Date.parse(valid_to);
  if (Number.isNaN(endsAt)) return undefined;
  const name = issuer?.O ?? issuer?.CN;
  return { endsAt, daysLeft: Math.floor((endsAt - now) / 86_400_000), issuer: (Array.isArray(name) ? name[0] : name) ?? 'unknown' };
}

/** Sends the request over the open stream and reads the answer to its end, or to the limit. */
function ask(url: URL, stream: Socket, signal: AbortSignal, onFirstByte: () => void): Promise<{ status: number; location: string | undefined }> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(signal.aborted ? signal.reason : error instanceof Failure ? error : failureOf(error, 'http'));
    const sent = request({
      createConnection: () => stream,
      method: 'GET',
      path: `${url.pathname}${url.search}`,
      headers: { host: url.host, 'user-agent': 'Bellhop (uptime check)', accept: '*/*', 'accept-encoding': 'identity', connection: 'close' },
      maxHeaderSize: 32 * 1024,
      signal,
    });
    sent.on('error', fail);
    sent.on('response', (answer) => {
      onFirstByte();
      const end = { status: answer.statusCode ?? 0, location: answer.headers.location };
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > bodyBytesMax) {
          resolve(end);
          sent.destroy();
        }
      });
      answer.on('end', () => (answer.complete ? resolve(end) : fail(new Failure('half', 'broke off in the middle of its answer'))));
      answer.on('error', () => fail(new Failure('half', 'broke off in the middle of its answer')));
    });
    sent.end();
  });
}

function opened<S extends Socket>(socket: S, event: 'connect' | 'secureConnect'): Promise<S> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => {
      socket.off('error', reject);
      // Errors after this are heard by whoever reads; without a listener they would end the process.
      socket.on('error', () => {});
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

/** A promise, or the signal's reason as soon as it ends. */
function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

const isDnsError = (error: unknown) => error instanceof Error && 'syscall' in error && error.syscall === 'getaddrinfo';
