import { openSnapshot } from '../../sqlite/snapshot.ts';
import { blockOf, withPoints } from '../block.ts';
import { inOrder } from '../day.ts';
import type { MovedDay } from '../moved.ts';
import { arrivedSql, byDay, recentIn } from './recent.ts';
import { dayIn, rowOf, seriesFile, seriesSchema } from './schema.ts';

/** All days of all series in a data folder, a series at a time, as they were at one instant, whether somebody writes or not. Throws DatabaseUnreadable. */
export function* exportDays(folder: string): Generator<readonly MovedDay[]> {
  const snapshot = openSnapshot(folder, seriesFile, seriesSchema);
  if (!snapshot) return;
  try {
    const recent = recentIn(snapshot.prepare(arrivedSql).all());
    const ids = new Map(
      snapshot
        .prepare('SELECT id, name FROM series ORDER BY id')
        .all()
        .map(({ id, name }) => [String(name), Number(id)]),
    );
    const days = snapshot.prepare('SELECT n, block FROM days WHERE n BETWEEN ? AND ? ORDER BY n');
    for (const series of new Set([...ids.keys(), ...recent.names()])) {
      const id = ids.get(series) ?? 0;
      const blocks = new Map<number, Uint8Array>();
      for (const { n, block } of days.all(rowOf(id, 0), rowOf(id + 1, 0) - 1)) if (block instanceof Uint8Array) blocks.set(dayIn(Number(n)), block);
      for (const [day, points] of byDay(recent.points(series))) {
        const block = blocks.get(day);
        blocks.set(day, block ? withPoints(day, block, points) : blockOf({ kind: 'raw', day, points: inOrder(points) }));
      }
      yield [...blocks].map(([day, block]) => ({ series, day, block }));
    }
  } finally {
    snapshot.close();
  }
}
