import type { Table } from '../../aws/table.ts';
import type { Blobs } from '../../blobs/blobs.ts';
import type { Clock } from '../../clock.ts';
import { checkName, checkRange, checkSample } from '../batch.ts';
import { together } from '../block.ts';
import { besides, dayOf } from '../day.ts';
import { keptDay } from '../keeping.ts';
import { partsOf } from '../parts.ts';
import type { Series } from '../series.ts';
import { fold } from './fold.ts';
import { groupOf, groups } from './item.ts';
import { monthObjects } from './months.ts';
import { recentSamples } from './recent.ts';

export interface AwsSeriesOptions {
  readonly table: Table;
  /** Where months lie, below `series/`. */
  readonly blobs: Blobs;
  readonly clock: Clock;
  /** For how long samples are kept as they were, ms: BELLHOP_KEEP_CHECKS. */
  readonly rawMs: number;
  /** How old the oldest batch of a group is before its group is folded, ms: each fold writes an object for each series. */
  readonly foldAfterMs?: number;
  /** A group of so many batches is folded though they are young: who reads it reads them all. */
  readonly foldBatches?: number;
}

const hourMs = 3_600_000;

/**
 * Series on AWS: what came lately in the table, a batch an item, so that samples of many series cost one write; what is older in objects, one for each series and month. What a
 * range says is rolled up by its age as it is read; objects follow when they are written.
 */
export function awsSeries({ table, blobs, clock, rawMs, foldAfterMs = 4 * hourMs, foldBatches = 5_000 }: AwsSeriesOptions): Series {
  const recent = recentSamples(table);
  const months = monthObjects(blobs, rawMs);

  return {
    async append(samples) {
      for (const sample of samples) checkSample(sample);
      await recent.append(samples, clock.now());
    },

    async read(series, from, to, parts = 1) {
      checkName(series);
      checkRange(from, to, parts);
      const now = clock.now();
      const [first, last] = [Math.max(0, dayOf(from) - besides), dayOf(to) + besides];
      // What came lately first: what is folded meanwhile is then met twice, and never missed.
      const [{ keys }, dropped] = await Promise.all([recent.keys(groupOf(series), Number.MAX_SAFE_INTEGER), recent.dropped([series])]);
      const placed = await recent.samples(keys, dropped, series);
      const days = await months.days(series, first, last);
      for (const [day, some] of Map.groupBy(placed, ({ point }) => dayOf(point.at))) {
        const points = some.map(({ point }) => point);
        if (day >= first && day <= last) days.set(day, together(days.get(day) ?? { kind: 'raw', day, points: [] }, points));
      }
      const kept = [...days.values()].sort((a, b) => a.day - b.day).flatMap((day) => keptDay(day, now, rawMs) ?? []);
      return partsOf(kept, from, to, parts);
    },

    async drop(series) {
      checkName(series);
      await recent.drop(series, clock.now());
      await months.drop(series);
    },

    async sweep(signal) {
      for (const group of groups) {
        if (signal?.aborted) return;
        const { keys, oldest } = await recent.keys(group, clock.now(), foldBatches);
        if (oldest <= clock.now() - foldAfterMs || keys.length >= foldBatches) await fold({ table, recent, months, clock }, group, signal);
      }
    },
  };
}
