import type { Database } from '../../sqlite/database.ts';
import type { CommandRecord, Listing } from '../inbox.ts';
import { recordOf, speakerOf } from '../row.ts';
import { columns, sqliteRow } from './row.ts';

/** Open rows looked at in one turn of the event loop. */
const step = 2_000;

/** Lists records, newest first. What is open of one speaker has no index that accepting would pay for: the open rows are looked through, step by step. */
export function lister(database: Database) {
  const dead = database.prepare(`SELECT ${columns} FROM commands WHERE dead_at IS NOT NULL ORDER BY dead_at DESC, n DESC LIMIT ?`);
  const byN = database.prepare(`SELECT ${columns} FROM commands WHERE n = ? AND (run_due IS NOT NULL OR send_due IS NOT NULL)`);
  const open = (['run_due', 'send_due'] as const).map((column) =>
    database.prepare(
      `SELECT n, speaker, ${column} AS due FROM commands WHERE ${column} >= ? AND (${column}, n) > (?, ?) ORDER BY ${column}, n LIMIT ${step}`,
    ),
  );

  return async (listing: Listing, limit: number): Promise<readonly CommandRecord[]> => {
    const most = Math.min(1_000, Math.max(1, Math.floor(limit)));
    if ('dead' in listing) return database.read('The dead letters', () => dead.all(most).map((row) => recordOf(sqliteRow(row))));
    const { channel, tenant, user } = listing.openOf;
    const found = await openOf(speakerOf(channel, tenant, user));
    return database.read('Open commands', () =>
      [...found]
        .sort((a, b) => b - a)
        .slice(0, most)
        .flatMap((n) => {
          const row = byN.get(n);
          return row ? [recordOf(sqliteRow(row))] : [];
        }),
    );
  };

  async function openOf(speaker: string): Promise<Set<number>> {
    const found = new Set<number>();
    for (const statement of open) {
      let [due, n] = [-1, -1];
      for (;;) {
        const rows = database.read('Open commands', () => statement.all(due, due, n));
        for (const row of rows) if (row.speaker === speaker) found.add(Number(row.n));
        const last = rows.at(-1);
        if (!last || rows.length < step) break;
        [due, n] = [Number(last.due), Number(last.n)];
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    return found;
  }
}
