import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../shared/clock.ts';
import type { Sample } from '../../shared/series/series.ts';
import { sqliteSeries } from '../../shared/series/sqlite/series.ts';

export interface Appended {
  /** Of the process, all its threads, packing included; of its main thread; of packing alone. */
  readonly cpuMs: number;
  readonly mainMs: number;
  readonly packMs: number;
  /** How much more memory it has after. */
  readonly mib: number;
}

const stepMs = 50;
const cpuMs = (before: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};

/** Samples of as many series, each appended by itself, spread evenly over a time; then packed. */
export async function appendedCpu(folder: string, { samples, overMs }: { readonly samples: number; readonly overMs: number }): Promise<Appended> {
  const series = sqliteSeries({ path: join(folder, 'appended.db'), clock: systemClock, rawMs: 7 * 86_400_000 });
  // They are known, as they are at any minute but the first.
  const sampleOf = (i: number): Sample => ({ series: `check-${i}-of-many`, at: Date.now(), forMs: 60_000, state: 'up', ms: 40 + (i % 200) });
  await series.append(Array.from({ length: samples }, (_, i) => sampleOf(i)));
  await series.sweep();
  const { rss } = process.memoryUsage();
  const [before, mainBefore] = [process.cpuUsage(), process.threadCpuUsage()];
  const began = performance.now();
  const kept: Promise<void>[] = [];
  for (let i = 0; i < samples; await pause(stepMs)) {
    const until = Math.min(samples, (samples * (performance.now() - began)) / overMs);
    for (; i < until; i++) kept.push(series.append([sampleOf(i)]));
  }
  await Promise.all(kept);
  const { user, system } = process.threadCpuUsage(mainBefore);
  const packing = process.cpuUsage();
  await series.sweep();
  const packMs = cpuMs(packing);
  const all = cpuMs(before);
  const mib = (process.memoryUsage().rss - rss) / 2 ** 20;
  await series.close();
  return { cpuMs: all, mainMs: (user + system) / 1_000, packMs, mib };
}
