import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Local, type LocalOptions, startLocal } from '../../infra/local/run.ts';
import type { Env } from '../../shared/channel/channel.ts';
import type { Depth } from '../../shared/inbox/inbox.ts';
import { type PlatformOptions, type Platforms, startPlatforms } from '../platforms/all.ts';

export type { Platforms } from '../platforms/all.ts';

/** One line of the log. */
export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** The real server on loopback between stand-in platforms, in a data folder of its own. */
export interface World extends Platforms {
  readonly folder: string;
  readonly clock: { now(): number };
  /** The server as it runs now. */
  local(): Local;
  /** Where it is reached now. */
  origin(): string;
  /** What waits, runs and is to be delivered. */
  depth(): Promise<Depth>;
  /** What it has logged, oldest first. */
  readonly lines: LogLine[];
  /** Moves the clock of the server and of all platforms. */
  later(ms: number): void;
  stop(): Promise<void>;
  /** After `stop`: the next process on the same data, with these settings over its own. */
  start(over?: Env): Promise<void>;
  close(): Promise<void>;
}

/** Skills that say what a test can tell apart. */
export const skills = fileURLToPath(new URL('./skills', import.meta.url));

/** Starts it. `env` is put over the platforms' settings. */
export async function world(options: Omit<LocalOptions, 'clock' | 'output'> & PlatformOptions & { readonly env?: Env } = {}): Promise<World> {
  const { env: over, ...rest } = options;
  let offset = 0;
  const clock = { now: () => Date.now() + offset };
  const others = await startPlatforms(clock, options);
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-hostile-'));
  const lines: LogLine[] = [];
  const env: Env = {
    PORT: '0',
    BELLHOP_DATA: folder,
    BELLHOP_SKILLS: skills,
    ...others.env,
    ...over,
  };
  const output = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const started = async (more: Env = {}) => {
    const local = await startLocal({ ...env, ...more }, { ...rest, clock, output });
    others.platforms.sms.at(more.BELLHOP_URL ?? env.BELLHOP_URL ?? local.origin);
    return local;
  };
  let running: Local | undefined = await started();
  const local = () => {
    if (!running) throw new Error('The server is stopped.');
    return running;
  };
  const stop = async () => {
    await running?.stop();
    running = undefined;
  };
  return {
    ...others.platforms,
    folder,
    clock,
    lines,
    local,
    origin: () => local().origin,
    depth: async () => (await local().status()).queue,
    later(ms) {
      offset += ms;
    },
    stop,
    async start(more) {
      running = await started(more);
    },
    async close() {
      await stop();
      await others.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
