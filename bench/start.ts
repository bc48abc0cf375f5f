import { spawn } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from './figure.ts';
import { canPin, cores, crowding, crowdingNote } from './machine.ts';
import { newKeys } from './platforms/keys.ts';
import { servePlatforms } from './platforms/serve.ts';
import { lastWords, plainEnv, startChild } from './process/child.ts';
import { entry, freePort, type ProductOptions, productEnv, ready, startProduct } from './product/start.ts';
import { median } from './statistics.ts';

const readyMaxMs = 1_000;

/** From starting the process to the first 200 of /readyz, with a store as it is after weeks. */
export const start: Figure = {
  name: 'start',
  how: 'from spawning the process to /readyz OK, asked every 2 ms; 100,000 finished and 10,000 open commands in the store, a fresh copy each time; in turn, median of 7. Floor: a bare node:http server',
  async measure({ quick, say, folder }) {
    const filled = join(folder, 'filled');
    const [finished, open] = quick ? [10_000, 1_000] : [100_000, 10_000];
    mkdirSync(filled);
    const store = await startChild(join(import.meta.dirname, 'store/child.ts'), { side: 'server' });
    await store.ask('fill', { folder: filled, finished, open });
    await store.end();
    say(`${finished} finished and ${open} open commands are in the store`);

    const keys = newKeys();
    const platforms = await servePlatforms(keys);
    // A first start, ended gracefully, leaves Node's cache of compiled code behind, as on any machine it has run on.
    const warm = await startProduct({ keys, apiUrl: platforms.apiUrl, folder: join(folder, 'warm') });
    await warm.end('SIGTERM');
    const took: Record<Kind, number[]> = { floor: [], process: [], npm: [] };
    const crowded = crowding();
    for (let round = 0; round < (quick ? 3 : 7); round++) {
      for (const kind of kinds) {
        const data = join(folder, `${kind}-${round}`);
        cpSync(filled, data, { recursive: true });
        took[kind].push(await one(kind, { keys, apiUrl: platforms.apiUrl, folder: data }));
      }
    }
    platforms.close();
    say(crowdingNote(crowded()));
    const [floorMs, processMs, npmMs] = [median(took.floor), median(took.process), median(took.npm)];
    const against = `floor ${floorMs.toFixed(0)} ms`;
    return {
      rows: [
        { figure: 'start: bellhop start', value: `${processMs.toFixed(0)} ms to /readyz`, against, ratio: processMs / floorMs },
        { figure: 'start: npm start, npm included', value: `${npmMs.toFixed(0)} ms to /readyz`, against, ratio: npmMs / floorMs },
      ],
      goals: [
        ...(
          [
            ['npm start', npmMs],
            ['its process, without npm,', processMs],
          ] as const
        ).map(([what, tookMs]) => ({
          says: `start: ${what} is ready below ${readyMaxMs / 1_000} s with ${finished} finished and ${open} open commands`,
          holds: tookMs < readyMaxMs,
        })),
      ],
    };
  },
};

const kinds = ['floor', 'process', 'npm'] as const;
type Kind = (typeof kinds)[number];
async function one(kind: Kind, options: ProductOptions): Promise<number> {
  const port = await freePort();
  const line = {
    floor: [process.execPath, join(import.meta.dirname, 'servers/floor-start.ts'), String(port)],
    process: [process.execPath, entry, 'start'],
    npm: ['npm', 'start', '--silent', '--prefix', join(import.meta.dirname, '..')],
  }[kind];
  return timeToReady(line, port, { ...plainEnv(), ...productEnv(port, options) });
}

/** Starts a program on the server's core and answers how long it took to be ready, ms; then ends it and all that it started. */
async function timeToReady(line: readonly string[], port: number, env: NodeJS.ProcessEnv): Promise<number> {
  const [command = '', ...args] = canPin ? ['taskset', '-c', String(cores.server), ...line] : line;
  const startedAt = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env, cwd: import.meta.dirname, detached: true });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    await ready(port, lastWords(child));
    return performance.now() - startedAt;
  } finally {
    // A group of its own: npm's child ends with npm.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await ended;
  }
}
