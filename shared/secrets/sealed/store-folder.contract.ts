import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../sqlite/database.ts';
import { silent } from '../../sqlite/open.contract.ts';
import { sqliteStore } from '../../store/sqlite/store.ts';
import type { Store } from '../../store/store.ts';
import { type ManualClock, manualClock } from '../../timers/manual-clock.ts';

/** A fresh store in a folder of its own. */
export interface StoreFolder {
  readonly store: Store;
  readonly database: Database;
  readonly clock: ManualClock;
  /** All its records, as text. */
  atRest(): Promise<string>;
  close(): Promise<void>;
}

export function openStoreFolder(): StoreFolder {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-secrets-'));
  const clock = manualClock();
  const database = openDatabase(folder, { clock, log: silent });
  const records = database.prepare('SELECT * FROM records');
  return {
    store: sqliteStore(database, { clock }),
    database,
    clock,
    atRest: async () =>
      records
        .all()
        .map((row) => `${row.key} ${row.value}`)
        .join('\n'),
    async close() {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
