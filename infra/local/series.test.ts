import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { seriesFile } from '../../shared/series/sqlite/schema.ts';
import { newFolder } from '../../shared/sqlite/open.contract.ts';
import { manualClock } from '../../shared/timers/manual-clock.ts';
import { localSeries } from './series.ts';

const rawMs = 7 * 86_400_000;

it('has no file and no thread before the first check, whatever a sweep or a stop asks', async () => {
  const folder = newFolder();
  const series = localSeries(folder, { clock: manualClock(), rawMs });
  await series.sweep();
  await series.close();
  expect(readdirSync(folder)).toEqual([]);
});

it('keeps what it took over a stop, and looks after what an earlier run left', async () => {
  const [folder, clock] = [newFolder(), manualClock()];
  const at = clock.now();
  const before = localSeries(folder, { clock, rawMs });
  const appended = before.append([{ series: 'a', at, forMs: 1_000, state: 'up', ms: 40 }]);
  await before.close();
  await appended;
  const after = localSeries(folder, { clock, rawMs });
  expect((await after.read('a', at, at + 10_000))[0]?.stateMs.up).toBe(1_000);
  await after.close();
  await clock.jump(500 * 86_400_000);
  const later = localSeries(folder, { clock, rawMs });
  await later.sweep();
  const db = new DatabaseSync(join(folder, seriesFile), { readOnly: true });
  expect(db.prepare('SELECT (SELECT count(*) FROM days) + (SELECT count(*) FROM arrived) AS rows').get()).toEqual({ rows: 0 });
  db.close();
  expect((await later.read('a', at, at + 10_000))[0]?.stateMs.up).toBe(0);
  await later.close();
});
