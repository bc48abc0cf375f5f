import type { Database } from '../../sqlite/database.ts';
import type { FreshRows } from './fresh-rows.ts';
import { inIndex, type SqliteRow } from './row.ts';
import type { Tally } from './tally.ts';

type OpenRow = Pick<SqliteRow, 'n' | 'priority' | 'tenant' | 'acceptedAt' | 'state' | 'sendDue' | 'deadAt'>;

/** Counts what is open, from the file. `running` hears of each that someone holds. */
export function openRows(database: Database, fresh: FreshRows, tally: Tally): (running?: (row: OpenRow) => void) => void {
  const fields = 'n, priority, tenant, accepted_at AS acceptedAt, state, send_due AS sendDue, dead_at AS deadAt';
  const toRun = database.prepare(`SELECT ${fields} FROM commands WHERE ${inIndex.run_due}`);
  const toSend = database.prepare(`SELECT ${fields} FROM commands WHERE send_due IS NOT NULL AND run_due IS NULL`);
  const dead = database.prepare('SELECT count(*) AS count FROM commands WHERE dead_at IS NOT NULL AND run_due IS NULL AND send_due IS NULL');
  return (running) => {
    const rows = [...toRun.all(), ...toSend.all()] as unknown as OpenRow[];
    const asAccepted = fresh.rows();
    const closed = Number(dead.get()?.count);
    tally.clear();
    tally.dead = closed;
    for (const row of asAccepted) tally.accepted(row.priority);
    for (const row of rows) {
      tally.add(row);
      if (row.state === 'running') running?.(row);
    }
  };
}
