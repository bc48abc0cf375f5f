import { join } from 'node:path';
import { systemClock } from '../../shared/clock.ts';
import { dayMs } from '../../shared/series/day.ts';
import { seriesFile } from '../../shared/series/sqlite/schema.ts';
import { sqliteSeries } from '../../shared/series/sqlite/series.ts';
import { dice } from '../../shared/timers/dice.ts';
import { nameOf } from './filled.ts';

/** Longer and shorter ranges, and in how many parts. */
const asked = [
  [1, 24],
  [7, 168],
  [30, 30],
  [90, 1],
  [90, 90],
] as const;
const onceMs = 1_000;

/** How long reads took, ms, and how much CPU each of them: any check, any range, one after the other, while all checks append once a minute. */
export async function readTimes(folder: string, { checks, days, reads }: { readonly checks: number; readonly days: number; readonly reads: number }) {
  const series = sqliteSeries({ path: join(folder, seriesFile), clock: systemClock, rawMs: 7 * dayMs });
  const roll = dice(5);
  let next = 0;
  const appending = setInterval(() => {
    const some = Array.from({ length: Math.ceil((checks * onceMs) / 60_000) }, () => nameOf(next++ % checks));
    void series.append(some.map((name) => ({ series: name, at: Date.now(), forMs: 60_000, state: 'up', ms: 80 })));
  }, onceMs);
  // The first opens the file.
  await series.read(nameOf(0), 0, 1);
  const took: number[] = [];
  const before = process.cpuUsage();
  for (let i = 0; i < reads; i++) {
    const [long, parts] = asked[i % asked.length] ?? [1, 1];
    const to = Date.now() - Math.floor(roll() * (days - long) * dayMs);
    const began = performance.now();
    await series.read(nameOf(Math.floor(roll() * checks)), to - long * dayMs, to, parts);
    took.push(performance.now() - began);
  }
  clearInterval(appending);
  const { user, system } = process.cpuUsage(before);
  await series.close();
  return { took, cpuMs: (user + system) / 1_000 / reads };
}
