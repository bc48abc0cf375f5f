import type { Database } from '../../sqlite/database.ts';
import { type CommandRecord, type EndedIn, endedLookedAt, type Listing } from '../inbox.ts';
import { endedIn, recordOf, speakerOf } from '../row.ts';
import { columns, inIndex, sqliteRow } from './row.ts';

/** Open rows looked at in one turn of the event loop. */
const step = 2_000;
/** Ended rows looked at in one. */
const endedStep = 250;

/**
 * Lists records, newest first. What is open of one speaker has no index that accepting would pay for: the open rows are looked through, step by step; of those that
 * are in no index yet, `atHand` says the numbers.
 */
export function lister(database: Database, atHand: () => readonly number[]) {
  const dead = database.prepare(`SELECT ${columns} FROM commands WHERE dead_at IS NOT NULL ORDER BY dead_at DESC, n DESC LIMIT ?`);
  const byN = database.prepare(`SELECT ${columns} FROM commands WHERE n = ? AND (run_due IS NOT NULL OR send_due IS NOT NULL)`);
  const open = (['run_due', 'send_due'] as const).map((column) =>
    database.prepare(
      `SELECT n, speaker, ${column} AS due FROM commands WHERE ${inIndex[column]} AND ${column} >= ? AND (${column}, n) > (?, ?) ORDER BY ${column}, n LIMIT ${step}`,
    ),
  );

  const numbered = database.prepare('SELECT n FROM json_each(?) JOIN commands ON n = value WHERE speaker = ?');
  const newest = database.prepare(`SELECT ${columns} FROM commands WHERE n < ? ORDER BY n DESC LIMIT ${endedStep}`);

  return async (listing: Listing, limit: number): Promise<readonly CommandRecord[]> => {
    const most = Math.min(1_000, Math.max(1, Math.floor(limit)));
    if ('dead' in listing) return database.read('The dead letters', () => dead.all(most).map((row) => recordOf(sqliteRow(row))));
    if ('ended' in listing) return ended(listing.ended, most);
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

  async function ended(where: EndedIn | 'anywhere', most: number): Promise<readonly CommandRecord[]> {
    const found: CommandRecord[] = [];
    let before = Number.MAX_SAFE_INTEGER;
    for (let seen = 0; seen < endedLookedAt && found.length < most; seen += endedStep) {
      const rows = database.read('Ended commands', () => newest.all(before).map(sqliteRow));
      found.push(...rows.filter((row) => endedIn(row, where)).map(recordOf));
      const last = rows.at(-1);
      if (!last || rows.length < endedStep) break;
      before = last.n;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return found.slice(0, most);
  }

  async function openOf(speaker: string): Promise<Set<number>> {
    const found = new Set<number>();
    for (let numbers = atHand(); numbers.length > 0; numbers = numbers.slice(step)) {
      const rows = database.read('Open commands', () => numbered.all(JSON.stringify(numbers.slice(0, step)), speaker));
      for (const row of rows) found.add(Number(row.n));
      await new Promise((resolve) => setImmediate(resolve));
    }
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
