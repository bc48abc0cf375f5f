import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { FigureOptions } from './figure.ts';
import type { Report, Stretch } from './load/child.ts';
import type { PlatformName } from './load/prepare.ts';
import { crowding } from './machine.ts';
import { type Keys, newKeys } from './platforms/keys.ts';
import { servePlatforms } from './platforms/serve.ts';
import { type Child, startChild } from './process/child.ts';
import type { ServerSettings } from './servers/settings.ts';
import { median } from './statistics.ts';

/** One of the servers that are measured side by side. */
export interface Variant {
  readonly name: string;
  readonly platform: PlatformName;
  /** Its module in servers/. */
  readonly module: string;
  readonly args?: readonly string[];
  /** It keeps what it accepts, in this table of this file of its folder: after kill -9 there must be a row for every request. */
  readonly keeps?: { readonly file: string; readonly table: string };
}

/** What one variant cost: of each number the median of its rounds. */
export interface Cost {
  /** Server CPU, user and system, a request. */
  readonly cpuUs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly perSecond: number;
}

export interface Comparison {
  readonly costs: ReadonlyMap<string, Cost>;
  /** How much else the machine had to do: `crowding`. */
  readonly crowd: number | undefined;
}

const connections = 32;

/** Measures the variants in turn, round by round, each in a fresh process: warm-up, then the measured requests. */
export async function compare(variants: readonly Variant[], { quick, say, folder }: FigureOptions): Promise<Comparison> {
  const [warm, measured, rounds] = quick ? [2_000, 4_000, 1] : [20_000, 40_000, 3];
  const keys = newKeys();
  const platforms = await servePlatforms(keys);
  const generator = await startChild(join(import.meta.dirname, 'load/child.ts'), { side: 'load' });
  const crowded = crowding();
  const seen = new Map<string, Cost[]>(variants.map(({ name }) => [name, []]));
  try {
    for (const platform of new Set(variants.map((variant) => variant.platform))) {
      for (let round = 1; round <= rounds; round++) {
        for (const variant of variants.filter((one) => one.platform === platform)) {
          const own = join(folder, `${variant.name.replaceAll(/\W+/g, '-')}-${round}`);
          mkdirSync(own, { recursive: true });
          const run = { keys, openIdUrl: platforms.openIdUrl, folder: own, generator, warm, measured };
          const cost = await measure(variant, run);
          seen.get(variant.name)?.push(cost);
          say(
            `${round}/${rounds} ${variant.name}: ${cost.cpuUs.toFixed(1)} us CPU, p50 ${cost.p50Ms.toFixed(2)} ms, p99 ${cost.p99Ms.toFixed(2)} ms, ${cost.perSecond.toFixed(0)}/s`,
          );
        }
      }
    }
  } finally {
    platforms.close();
    await generator.end();
  }
  return { costs: new Map([...seen].map(([name, costs]) => [name, medianOf(costs)])), crowd: crowded() };
}

interface Run {
  readonly keys: Keys;
  readonly openIdUrl: string;
  readonly folder: string;
  readonly generator: Child;
  readonly warm: number;
  readonly measured: number;
}

async function measure({ platform, module, args = [], keeps, name }: Variant, run: Run): Promise<Cost> {
  const { keys, openIdUrl, folder, generator, warm, measured } = run;
  const wanted = { platform, keys, count: warm + measured };
  await generator.ask('prepare', wanted);
  const settings: ServerSettings = { keys, folder, openIdUrl };
  const server = await startChild(join(import.meta.dirname, 'servers', module), { side: 'server', args: [JSON.stringify(settings), ...args] });
  try {
    const port = await server.ask<number>('port');
    const load = (from: number, to: number) => generator.ask<Report>('load', { wanted, port, from, to, connections } satisfies Stretch);
    await load(0, warm);
    const before = await server.ask<number>('cpu');
    const { tookMs, p50Ms, p99Ms } = await load(warm, warm + measured);
    const cpuUs = (await server.ask<number>('cpu')) - before;
    await server.end('SIGKILL');
    if (keeps) {
      const kept = rowsIn(join(folder, keeps.file), keeps.table);
      if (kept !== warm + measured) throw new Error(`${name} acknowledged ${warm + measured} and kept ${kept}.`);
    }
    return { cpuUs: cpuUs / measured, p50Ms, p99Ms, perSecond: (measured / tookMs) * 1_000 };
  } finally {
    await server.end();
  }
}

function rowsIn(file: string, table: string): number {
  const database = new DatabaseSync(file);
  const count = database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count;
  database.close();
  return Number(count);
}

function medianOf(costs: readonly Cost[]): Cost {
  const middle = (of: (cost: Cost) => number) => median(costs.map(of));
  return { cpuUs: middle((c) => c.cpuUs), p50Ms: middle((c) => c.p50Ms), p99Ms: middle((c) => c.p99Ms), perSecond: middle((c) => c.perSecond) };
}
