import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answers, answers, cpuUs, memoryBytes } from '../process/answers.ts';

/** Listens on loopback, on a free port, and can then be asked for its `port` and its `cpu` time. */
export async function serve(listener: RequestListener, more: Answers = {}): Promise<void> {
  await serveWith(createServer({ keepAliveTimeout: 60_000 }, listener), more);
}

/** The same for a server that is already made. */
export async function serveWith(server: Server, more: Answers = {}): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  answers({ port: () => (server.address() as AddressInfo).port, cpu: cpuUs, memory: memoryBytes, ...more });
}
