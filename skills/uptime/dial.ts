import { connect, isIP, type Socket } from 'node:net';
import { rootCertificates, connect as secure, type TLSSocket } from 'node:tls';
import type { Address } from '../../shared/net/lookup.ts';
import { failureOf } from './failure.ts';
import type { Certificate } from './seen.ts';

/** Addresses of a name that are tried. */
const addressesMax = 4;

/** Connects to the first of the addresses that takes a connection within `eachMs`; the last has all the time there is. Throws Failure, or the signal's reason. */
export async function dial(addresses: readonly Address[], port: number, eachMs: number, signal: AbortSignal): Promise<Socket> {
  const tried = addresses.slice(0, addressesMax);
  let last: unknown;
  for (const [i, { address, family }] of tried.entries()) {
    const bound = i === tried.length - 1 ? signal : AbortSignal.any([signal, AbortSignal.timeout(eachMs)]);
    try {
      return await opened(connect({ host: address, port, family, signal: bound }), 'connect');
    } catch (error) {
      signal.throwIfAborted();
      last = error;
    }
  }
  throw failureOf(last, 'connect');
}

/** TLS over an open connection. A bad certificate doesn't end it: look at `authorized` before anything is sent. Throws Failure, or the signal's reason. */
export async function handshake(socket: Socket, host: string, ca: string | undefined, signal: AbortSignal): Promise<TLSSocket> {
  const name = host.replace(/\.$/, '');
  // Not rejected at once: a bad certificate's end and issuer are worth telling.
  const tls = secure({
    socket,
    host: name,
    servername: isIP(name) ? '' : name,
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

export function certificateOf(tls: TLSSocket, now: number): Certificate | undefined {
  const { valid_to, issuer } = tls.getPeerCertificate();
  const endsAt = Date.parse(valid_to);
  if (Number.isNaN(endsAt)) return undefined;
  const name = issuer?.O ?? issuer?.CN;
  return { endsAt, daysLeft: Math.floor((endsAt - now) / 86_400_000), issuer: (Array.isArray(name) ? name[0] : name) ?? 'unknown' };
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
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
