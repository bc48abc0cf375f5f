import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder } from '../../sqlite/open.contract.ts';
import { manualClock } from '../../timers/manual-clock.ts';
import { dayMs } from '../day.ts';
import { type SeriesSubject, seriesContract } from '../series.contract.ts';
import { unkindSeries } from '../unkind.ts';
import { seriesFile } from './schema.ts';
import { type SqliteSeries, sqliteSeries } from './series.ts';

const rawMs = 7 * dayMs;

async function open(idleMs = 15_000): Promise<SeriesSubject & { readonly path: string }> {
  const path = join(newFolder(), seriesFile);
  const clock = manualClock();
  const opened: SqliteSeries[] = [];
  const begin = () => {
    const series = sqliteSeries({ path, clock, rawMs, gatherMs: 0, idleMs });
    opened.push(series);
    return series;
  };
  return {
    path,
    series: begin(),
    clock,
    rawMs,
    again: async () => begin(),
    async close() {
      for (const series of opened) await series.close();
    },
  };
}

seriesContract('Embedded series', () => open());

seriesContract(
  'Embedded series, unkind,',
  async () => {
    const subject = await open();
    return { ...subject, series: unkindSeries(subject.series, 1) };
  },
  { kind: false },
);

const start = manualClock().now();
const sample = { series: 'a', at: start + 1_000, forMs: 10, state: 'up' } as const;
const failed = expect.objectContaining({ code: 'storage_failed' });

it('acknowledges nothing while its file is gone, and goes on when it is back', async () => {
  const { series, path, close } = await open();
  await series.append([sample]);
  renameSync(path, `${path}.away`);
  await expect(series.append([{ ...sample, at: start + 2_000 }])).rejects.toEqual(failed);
  renameSync(`${path}.away`, path);
  await series.append([{ ...sample, at: start + 3_000 }]);
  expect((await series.read('a', start, start + 10_000))[0]?.stateMs.up).toBe(20);
  await close();
});

it('lets its thread go when nothing is asked for, and has all of it when something is again', async () => {
  const { series, close } = await open(1);
  for (const at of [start + 1_000, start + 2_000, start + 3_000]) {
    await series.append([{ ...sample, at }]);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect((await series.read('a', start, start + 10_000))[0]?.stateMs.up).toBe(30);
  await close();
});

it('leaves a damaged file as it is', async () => {
  const { series, path, close } = await open();
  writeFileSync(path, 'no database at all');
  await expect(series.append([sample])).rejects.toEqual(failed);
  await expect(series.read('a', 0, 10)).rejects.toEqual(failed);
  expect(readFileSync(path, 'utf8')).toBe('no database at all');
  await close();
});

it('is closed once what was asked for is in the file, and takes nothing more', async () => {
  const { series, again, close } = await open();
  const appended = series.append([sample]);
  await (series as SqliteSeries).close();
  await appended;
  await expect(series.append([sample])).rejects.toEqual(failed);
  expect((await (await again()).read('a', start, start + 10_000))[0]?.stateMs.up).toBe(10);
  await close();
});
