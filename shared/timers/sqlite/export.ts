import { paged } from '../../sqlite/paged.ts';
import type { Snapshot } from '../../sqlite/snapshot.ts';
import type { MovedTimer } from '../moved.ts';

/** All timers, some at a time. */
export function* exportTimers(snapshot: Snapshot): Generator<readonly MovedTimer[]> {
  for (const rows of paged(snapshot.prepare('SELECT n, id, version, due, next, tries FROM timers WHERE n > ? ORDER BY n LIMIT ?'))) {
    yield rows.map((row) => ({
      id: String(row.id),
      version: Number(row.version),
      due: Number(row.due),
      next: Number(row.next),
      tries: Number(row.tries),
    }));
  }
}
