import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { SettingsError } from '../../shared/errors.ts';

/** An address taken, at which nothing answers yet. */
export interface Bound {
  readonly server: Server;
  readonly port: number;
}

/**
 * Takes the address before anything else is opened: the port is then known, and a second start ends before it touches the data. Hand `server` to the HTTP
 * server's `listen` in the same turn as what it needs is ready. Throws SettingsError when the address can't be had.
 */
export async function bind(host: string, port: number): Promise<Bound> {
  const server = createServer();
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new SettingsError(
      `Nothing can listen at ${host}:${port}: ${reasonOf(cause)}.`,
      'Stop the program that does, or choose another PORT or HOST.',
    );
  }
  return { server, port: (server.address() as AddressInfo).port }; // Node: of a server that listens on a port.
}

/** Where people of this machine reach an address that is listened at. */
export function originOf(host: string, port: number): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') return 'something else already does';
  if (code === 'EACCES') return 'this user may not';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'this machine has no such address';
  return String(cause);
}
