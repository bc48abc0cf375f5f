import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import type { Keys } from '../platforms/keys.ts';
import { type Child, startChild } from '../process/child.ts';

export interface Product extends Child {
  readonly port: number;
  /** From starting the process to the first 200 of /readyz. */
  readonly readyMs: number;
}

const root = join(import.meta.dirname, '../..');

/** Starts what `npm start` starts, as it is, on a data folder and with Slack switched on; resolves when /readyz is OK. */
export async function startProduct({
  keys,
  apiUrl,
  folder,
}: {
  readonly keys: Keys;
  readonly apiUrl: string;
  readonly folder: string;
}): Promise<Product> {
  const port = await freePort();
  const startedAt = performance.now();
  const child = await startChild(join(root, 'infra/cli/bellhop.ts'), {
    side: 'server',
    node: ['--expose-gc', '--import', join(import.meta.dirname, 'probe.ts')],
    args: ['start'],
    // Away from anybody's .env.
    cwd: import.meta.dirname,
    env: {
      PORT: String(port),
      BELLHOP_DATA: folder,
      BELLHOP_SKILLS: join(import.meta.dirname, 'skills'),
      SLACK_SIGNING_SECRET: keys.slack.signingSecret,
      SLACK_BOT_TOKEN: 'xoxb-1-bench',
      SLACK_API_URL: apiUrl,
    },
  });
  const ready = await readiness(port, child);
  return { ...child, port, readyMs: ready - startedAt };
}

/** A port nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** When /readyz was 200 for the first time, asked every 2 ms. Throws after 30 s, with what the process wrote. */
export async function readiness(port: number, child: Pick<Child, 'complaints'>): Promise<number> {
  for (const endsAt = performance.now() + 30_000; performance.now() < endsAt; ) {
    if (await isReady(port)) return performance.now();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`/readyz was not OK within 30 s.${child.complaints()}`);
}

function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'));
    socket.setEncoding('latin1');
    socket.once('data', (text: string) => {
      resolve(text.startsWith('HTTP/1.1 200'));
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}
