import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import type { Series } from '../../shared/series/series.ts';
import { seriesFile } from '../../shared/series/sqlite/schema.ts';
import { lazySeries } from '../core/lazy-series.ts';

export interface LocalSeries extends Series {
  /** What was asked for is in the file; throws StorageFailed where that can't be. Nothing happens where none was opened. */
  close(): Promise<void>;
}

/** The data folder's series. Their file and their thread come with the first check; what an earlier run left is looked after. */
export function localSeries(folder: string, options: { readonly clock: Clock; readonly rawMs: number }): LocalSeries {
  const path = join(folder, seriesFile);
  const series = lazySeries(async () => (await import('../../shared/series/sqlite/series.ts')).sqliteSeries({ path, ...options }));
  return {
    ...series,
    async sweep(signal) {
      if (series.opened() || existsSync(path)) await series.sweep(signal);
    },
    close: async () => (await series.opened())?.close(),
  };
}
