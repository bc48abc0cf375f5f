import type { Statement } from '../../sqlite/connection.ts';
import type { Database } from '../../sqlite/database.ts';
import type { CommandIds } from './command-ids.ts';
import { changingColumns, changingOf, columns, type SqliteRow, sqliteRow } from './row.ts';

/** A row as it was, and as it is now. */
export interface Change {
  readonly before: SqliteRow;
  readonly after: SqliteRow;
}

/** What a change does to a row; null: it doesn't apply, and nothing is written. */
export type Transition = (row: SqliteRow) => SqliteRow | null;

/** Changes rows, each by one read and one write in one transaction. `changed` hears of each after its commit. */
export class Changes {
  readonly #database: Database;
  readonly #ids: CommandIds;
  readonly #changed: (change: Change) => void;
  readonly #byN: Statement;
  readonly #update: Statement;

  constructor(database: Database, ids: CommandIds, changed: (change: Change) => void) {
    this.#database = database;
    this.#ids = ids;
    this.#changed = changed;
    this.#byN = database.prepare(`SELECT ${columns} FROM commands WHERE n = ?`);
    this.#update = database.prepare(`UPDATE commands SET ${changingColumns.map((column) => `${column} = ?`).join(', ')} WHERE n = ?`);
  }

  /** `which`: the row's number or the command's id. Resolves with null when there is no such row, or the transition doesn't apply. Rejects with StorageFailed. */
  apply(which: number | string, transition: Transition): Promise<Change | null> {
    return new Promise((resolve, reject) => {
      let change: Change | null = null;
      this.#database.add({
        run: () => {
          change = null;
          const row = this.read(which);
          const after = row && transition(row);
          if (!row || !after) return;
          this.#save(after);
          change = { before: row, after };
        },
        committed: () => {
          if (change) this.#changed(change);
          resolve(change);
        },
        failed: reject,
      });
    });
  }

  read(which: number | string): SqliteRow | null {
    const n = typeof which === 'number' ? which : this.#ids.find(which);
    const row = n === null ? undefined : this.#byN.get(n);
    return row ? sqliteRow(row) : null;
  }

  #save(row: SqliteRow): void {
    this.#update.run(...changingOf(row), row.n);
  }
}
