import type { Table } from '../../aws/table.ts';
import type { Blobs } from '../../blobs/blobs.ts';
import { blockOf } from '../block.ts';
import { dayOf, inOrder } from '../day.ts';
import type { MovedDay } from '../moved.ts';
import { groups } from './item.ts';
import { monthObjects } from './months.ts';
import { recentSamples } from './recent.ts';

/** All days of all series, some at a time: what came lately first, so that what is folded meanwhile comes twice and is never missed. Throws StorageFailed. */
export async function* exportDays(table: Table, blobs: Blobs): AsyncGenerator<readonly MovedDay[]> {
  const recent = recentSamples(table);
  for (const group of groups) {
    const { keys } = await recent.keys(group, Number.MAX_SAFE_INTEGER);
    const names = new Set((await recent.samples(keys, new Map())).map(({ series }) => series));
    const placed = await recent.samples(keys, await recent.dropped([...names]));
    for (const [series, all] of Map.groupBy(placed, (one) => one.series)) {
      const days = Map.groupBy(
        all.map(({ point }) => point),
        ({ at }) => dayOf(at),
      );
      yield [...days].map(([day, points]) => ({ series, day, block: blockOf({ kind: 'raw', day, points: inOrder(points) }) }));
    }
  }
  yield* monthObjects(blobs, Number.POSITIVE_INFINITY).all();
}
