import { connect, type Socket } from 'node:net';
import { type Address, resolveAllowed } from '../../../shared/net/lookup.ts';
import type { Attempt } from './attempt.ts';
import { failureOf } from './failure.ts';
import { resolveName } from './names.ts';

/** Addresses of a name that are tried. */
const addressesMax = 4;

/** `[::1]` → `::1`. */
export const bareHost = (host: string) => (host.startsWith('[') ? host.slice(1, -1) : host);

/** The addresses of a host that we may connect to. Throws Failure, and Refusal where there is none. */
export async function addressesOf(host: string, port: number, attempt: Attempt): Promise<readonly Address[]> {
  try {
    return await resolveAllowed(host, port, attempt.tools.allow, attempt.tools.resolve ?? resolveName);
  } catch (error) {
    throw isDnsError(error) ? failureOf(error, 'dns') : error;
  } finally {
    attempt.lap('dns');
  }
}

/** An open connection to the first of a host's checked addresses that takes one within its share of the time; the last has all that is left. Throws Failure, or Refusal. */
export async function dial(host: string, port: number, attempt: Attempt): Promise<Socket> {
  const tried = (await addressesOf(host, port, attempt)).slice(0, addressesMax);
  let last: unknown;
  for (const [i, address] of tried.entries()) {
    try {
      const socket = await connected(address, port, i === tried.length - 1 ? undefined : attempt.tools.timeoutMs / 5, attempt);
      attempt.lap('connect');
      return socket;
    } catch (error) {
      last = error;
    }
  }
  throw failureOf(last, 'connect');
}

function connected({ address, family }: Address, port: number, withinMs: number | undefined, attempt: Attempt): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = attempt.hold(connect({ host: address, port, family }));
    const timer = withinMs === undefined ? undefined : setTimeout(() => socket.destroy(new Error('It took no connection in time.')), withinMs);
    const failed = (error: unknown) => {
      clearTimeout(timer);
      reject(error);
    };
    // Errors after the connection stands are heard by whoever reads too; without a listener they would end the process.
    socket.on('error', failed);
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
  });
}

/** Of the machine's resolver, or of a name server that was asked for A or AAAA. */
const isDnsError = (error: unknown) =>
  error instanceof Error && 'syscall' in error && typeof error.syscall === 'string' && /^(getaddrinfo|query\w+)$/.test(error.syscall);
