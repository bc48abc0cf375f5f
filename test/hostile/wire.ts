import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Door } from './doors.ts';

/** What came back until the server closed, and how long that took, ms. */
export interface Wired {
  readonly text: string;
  readonly statuses: readonly number[];
  readonly tookMs: number;
  /** When the first of it came, ms; Infinity: nothing came. */
  readonly firstMs: number;
  /** It was closed within the time. */
  readonly closed: boolean;
}

/** A connection to the server, by which any bytes can be sent. */
export async function dial(origin: string): Promise<Socket> {
  const { hostname, port } = new URL(origin);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  socket.on('error', () => {}); // A reset is one way to be closed.
  await once(socket, 'connect');
  return socket;
}

/** Reads until the server closes, or until this time has passed, ms. */
export async function untilClosed(socket: Socket, withinMs = 3_000): Promise<Wired> {
  const startedAt = performance.now();
  const chunks: Buffer[] = [];
  let firstMs = Number.POSITIVE_INFINITY;
  socket.on('data', (chunk: Buffer) => {
    firstMs = Math.min(firstMs, performance.now() - startedAt);
    chunks.push(chunk);
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, withinMs, false);
  });
  const ended = new Promise<true>((resolve) => {
    socket.once('end', () => resolve(true));
    socket.once('close', () => resolve(true));
  });
  const closed = await Promise.race([ended, late]);
  clearTimeout(timer);
  const tookMs = performance.now() - startedAt;
  socket.destroy();
  const text = Buffer.concat(chunks).toString('latin1');
  return { text, statuses: [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status)), tookMs, firstMs, closed };
}

/** Sends bytes as they are on a connection of their own. `half`: our side of it ends after them. */
export async function raw(origin: string, bytes: string | Buffer, { half = false, withinMs = 3_000 } = {}): Promise<Wired> {
  const socket = await dial(origin);
  if (half) socket.end(bytes);
  else socket.write(bytes);
  return untilClosed(socket, withinMs);
}

/** The head of a POST through a door, signed for this body. `framing` says how long the body is. */
export function head(door: Door, body: Buffer, framing: string, connection = 'close'): string {
  const headers = Object.entries(door.sign(body)).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${door.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: ${connection}\r\nContent-Type: ${door.type}\r\n${headers.join('')}${framing}\r\n\r\n`;
}
