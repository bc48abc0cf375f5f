import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { afterEach } from 'vitest';
import type { Tools } from '../jobs/checks/kind.ts';
import { allowList } from '../shared/net/allow.ts';
import type { Resolve } from '../shared/net/lookup.ts';

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}.pem`, import.meta.url), 'utf8');
/** For `good.test` and its like, signed by itself. */
export const certificate = fixture('tls-certificate');
export const key = fixture('tls-key');
export const now = Date.parse('2027-01-01T00:00:00Z');

const open: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  for (const server of open.splice(0)) await new Promise((closed) => server.close(closed));
});

/** Serves at a port of the loopback, a free one unless it is said, until the test ends; answers the port. */
export async function listening(server: Server, at = 0): Promise<number> {
  open.push(server);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((ready) => server.listen(at, '127.0.0.1', ready));
  return (server.address() as AddressInfo).port;
}

export const web = (listener: RequestListener) => listening(createServer(listener));
export const secureWeb = (listener: RequestListener, options: TlsOptions = {}) =>
  listening(createTlsServer({ cert: certificate, key, ...options }, listener));
export const tcp = (listener: (socket: Socket) => void) => listening(createTcpServer(listener));

/** Connections that are open to what was served here. */
export const connections = () => [...sockets].filter(({ destroyed }) => !destroyed).length;

/** A port of the loopback where nothing listens. */
export async function closedPort(): Promise<number> {
  const port = await tcp(() => {});
  await new Promise((closed) => open.pop()?.close(closed));
  return port;
}

/** Every name is the loopback. */
export const local: Resolve = async () => [{ address: '127.0.0.1', family: 4 }];

/** Tools of a look on the loopback, whose certificate is trusted. */
export const tools = (more: Partial<Tools> & { readonly secrets?: Readonly<Record<string, string>> } = {}): Tools => ({
  timeoutMs: 2_000,
  allow: allowList('127.0.0.0/8'),
  resolve: local,
  secret: async (name) => more.secrets?.[name] ?? null,
  now: () => now,
  ca: certificate,
  ...more,
});
