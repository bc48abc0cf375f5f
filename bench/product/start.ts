import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import type { Keys } from '../platforms/keys.ts';
import { type Child, startChild } from '../process/child.ts';

export interface Product extends Child {
  readonly port: number;
}

export interface ProductOptions {
  readonly keys: Keys;
  /** Slack's API, on loopback. */
  readonly apiUrl: string;
  /** Its data. */
  readonly folder: string;
}

/** What `npm start` starts. */
export const entry = join(import.meta.dirname, '../../infra/cli/bellhop.ts');

/** Starts it as it is, on a data folder and with Slack switched on, in a process that can be asked; resolves when /readyz is OK. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const port = await freePort();
  const child = await startChild(entry, {
    side: 'server',
    node: ['--expose-gc', '--import', join(import.meta.dirname, 'probe.mjs')],
    args: ['start'],
    // Away from anybody's .env.
    cwd: import.meta.dirname,
    env: productEnv(port, options),
  });
  try {
    await ready(port, child.complaints);
  } catch (cause) {
    await child.end();
    throw cause;
  }
  return { ...child, port };
}

/** What the script `start` puts before node, but for the compile cache, whose path is the checkout's: `MALLOC_ARENA_MAX=1 … exec node …`. */
export const started = Object.fromEntries(
  [...manifest.scripts.start.matchAll(/(MALLOC_\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
);

/** Its settings: as `npm start` has them, Slack on, the commands of this folder beside its own. */
export function productEnv(port: number, { keys, apiUrl, folder }: ProductOptions): Record<string, string> {
  return {
    ...started,
    PORT: String(port),
    BELLHOP_DATA: folder,
    BELLHOP_SKILLS: join(import.meta.dirname, 'skills'),
    SLACK_SIGNING_SECRET: keys.slack.signingSecret,
    SLACK_BOT_TOKEN: 'xoxb-1-bench',
    SLACK_API_URL: apiUrl,
  };
}

/** A port nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves when /readyz is 200, asked every 2 ms. Rejects after 30 s, with what the process wrote. */
export async function ready(port: number, complaints: () => string): Promise<void> {
  for (const endsAt = performance.now() + 30_000; performance.now() < endsAt; ) {
    if (await isReady(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`/readyz was not OK within 30 s.${complaints()}`);
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
