import type { Database } from '../../sqlite/database.ts';
import type { CommandIds } from './command-ids.ts';

/** Rows looked at in one sweep, so that it never holds up the event loop: commands that wait for long stand at the old end. */
const looksMax = 5_000;
/** Free pages that are kept for new rows; more than these are given back to the disk, so many a sweep. */
const freePagesKept = 1_000;
const pagesGivenBack = 500;

/** Deletes ended commands accepted before an instant, oldest first, dead letters too; and gives the room back in small steps. */
export function sweeper(database: Database, ids: CommandIds, forgotten: (row: { dead: boolean }) => void) {
  const oldest = database.prepare(
    `SELECT n, id, accepted_at AS acceptedAt, dead_at IS NOT NULL AS dead, run_due IS NULL AND send_due IS NULL AS ended FROM commands WHERE n > ? ORDER BY n LIMIT ${looksMax}`,
  );
  const remove = database.prepare('DELETE FROM commands WHERE n = ? AND run_due IS NULL AND send_due IS NULL');
  const freePages = database.prepare('PRAGMA freelist_count');
  const giveBack = database.prepare(`PRAGMA incremental_vacuum(${pagesGivenBack})`);
  /** Up to here only what is still open was left. */
  let passed = -1;

  return async (before: number, limit: number): Promise<number> => {
    const rows = database.read('Old commands', () => oldest.all(passed));
    const old: { n: number; id: string; dead: boolean }[] = [];
    let isThrough = rows.length < looksMax;
    for (const row of rows) {
      isThrough ||= Number(row.acceptedAt) >= before;
      if (Number(row.acceptedAt) >= before || old.length >= limit) break;
      if (row.ended === 1) old.push({ n: Number(row.n), id: String(row.id), dead: row.dead === 1 });
      else if (old.length === 0) passed = Number(row.n);
    }
    if (isThrough && old.length === 0) passed = -1;
    const gone = await database.write(() => {
      const removed = old.filter(({ n }) => remove.run(n) > 0);
      for (const { id } of removed) ids.remove(id);
      if (Number(freePages.get()?.freelist_count) > freePagesKept) giveBack.all();
      return removed;
    });
    for (const row of gone) {
      ids.failed(row.id, row.n);
      forgotten(row);
    }
    return gone.length;
  };
}
