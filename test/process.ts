import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../infra/cli/bellhop.ts', import.meta.url));
const { NODE_COMPILE_CACHE: kept } = process.env;
/** For the environment of a process of Bellhop, as `npm start` sets it: what Node has compiled for one need not be compiled for the next. */
export const compiled = kept === undefined ? {} : { NODE_COMPILE_CACHE: resolve(fileURLToPath(new URL('..', import.meta.url)), kept) };
const collector = fileURLToPath(new URL('./collector.mjs', import.meta.url));

/** A real process of Bellhop. */
export interface Running {
  readonly url: string;
  readonly child: ChildProcess;
  /** What it wrote, standard output and error. */
  output(): string;
  /** Ends it with a signal; resolves with its exit code, or null when the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** Starts `bellhop start` with these settings and nothing of the machine's, and waits until it is ready. `collects`: SIGUSR2 collects its garbage. */
export async function startProcess(env: Readonly<Record<string, string | undefined>>, { collects = false } = {}): Promise<Running> {
  const port = env.PORT ?? String(await freePort());
  const child = spawn(process.execPath, [...(collects ? ['--import', collector] : []), cli, 'start'], {
    env: { PATH: process.env.PATH, ...compiled, TZ: 'UTC', LOG_LEVEL: 'warn', ...env, PORT: port, HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output = (output + chunk).slice(-20_000)));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = `http://127.0.0.1:${port}`;
  const running: Running = {
    url,
    child,
    output: () => output,
    end(signal) {
      child.kill(signal);
      return exited;
    },
  };
  for (let waitedMs = 0; waitedMs < 20_000; waitedMs += 25) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`bellhop ended before it was ready:\n${output}`);
    const ready = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return running;
    await sleep(25);
  }
  await running.end('SIGKILL');
  throw new Error(`bellhop was not ready within 20 s:\n${output}`);
}
