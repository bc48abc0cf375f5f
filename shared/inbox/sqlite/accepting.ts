import type { Command } from '../../command/command.ts';
import type { Statement } from '../../sqlite/connection.ts';
import type { Database } from '../../sqlite/database.ts';
import type { Work } from '../../sqlite/group-commit.ts';
import { commandJson, speakerOf, tenantOf } from '../row.ts';
import type { CommandIds } from './command-ids.ts';
import { columns, type SqliteRow, sqliteRow } from './row.ts';

/** What became of it. The row is there when it was kept before, or kept now with a lease. */
export interface Kept {
  readonly known: boolean;
  readonly n: number;
  readonly row?: SqliteRow;
}

/** The one conditional write of an accept: a row, unless its id is known; and the row is its queue entry too. */
export class Accepting {
  readonly #database: Database;
  readonly #ids: CommandIds;
  readonly #queue: Statement;
  readonly #lease: Statement;
  readonly #byN: Statement;

  constructor(database: Database, ids: CommandIds) {
    this.#database = database;
    this.#ids = ids;
    const insert = (state: string) =>
      database.prepare(
        `INSERT INTO commands (n, id, priority, tenant, speaker, accepted_at, command, delivery, state, run_due, attempt, lease)
         VALUES (?, ?, ?, ?, ?, ?, ?, 'none', ${state})`,
      );
    // What is the same for all stands in the statement: each value bound costs.
    this.#queue = insert("'accepted', 0, 0, 0");
    this.#lease = insert("'running', ?, 1, 1");
    this.#byN = database.prepare(`SELECT ${columns} FROM commands WHERE n = ?`);
  }

  /** `leasedUntil` null: queued. */
  write(command: Command, leasedUntil: number | null, kept: (kept: Kept) => void, failed: (cause: unknown) => void): void {
    this.#database.add(new Keeping(this, command, leasedUntil, kept, failed));
  }

  /** Inside a transaction: what is there of this id, or the row that it has now. `own`: the number given to it at a former try, 0 when there was none. */
  keep(command: Command, leasedUntil: number | null, own: number): Kept {
    const before = this.#ids.find(command.id, own);
    if (before !== null) return { known: true, n: before, row: this.#row(before) };
    const { id, priority, acceptedAt, place, from } = command;
    const tenant = tenantOf(command);
    const speaker = speakerOf(place.channel, place.tenant, from.user);
    // Before it is given a number, for a defect here must leave none behind.
    const json = commandJson(command);
    const n = this.#ids.give(id);
    if (leasedUntil === null) {
      // Not `run`, which makes an answer that nobody reads.
      this.#queue.get(n, id, priority, tenant, speaker, acceptedAt, json);
      return { known: false, n };
    }
    this.#lease.run(n, id, priority, tenant, speaker, acceptedAt, json, leasedUntil);
    return { known: false, n, row: this.#row(n) };
  }

  committed(): void {
    this.#ids.committed();
  }

  failed(command: Command, n: number): void {
    this.#ids.failed(command.id, n);
  }

  #row(n: number): SqliteRow {
    const row = this.#byN.get(n);
    if (!row) throw new Error(`The command's row ${n} was neither new nor known.`);
    return sqliteRow(row);
  }
}

/** One accept on its way to the disk. */
class Keeping implements Work {
  readonly #accepting: Accepting;
  readonly #command: Command;
  readonly #leasedUntil: number | null;
  readonly #kept: (kept: Kept) => void;
  readonly #failed: (cause: unknown) => void;
  #result: Kept = { known: false, n: 0 };
  /** The number that it was given last. */
  #own = 0;

  constructor(accepting: Accepting, command: Command, leasedUntil: number | null, kept: (kept: Kept) => void, failed: (cause: unknown) => void) {
    this.#accepting = accepting;
    this.#command = command;
    this.#leasedUntil = leasedUntil;
    this.#kept = kept;
    this.#failed = failed;
  }

  run(): void {
    this.#result = this.#accepting.keep(this.#command, this.#leasedUntil, this.#own);
    if (!this.#result.known) this.#own = this.#result.n;
  }

  committed(): void {
    this.#accepting.committed();
    this.#kept(this.#result);
  }

  failed(cause: unknown): void {
    this.#accepting.failed(this.#command, this.#own);
    this.#failed(cause);
  }
}
