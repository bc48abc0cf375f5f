import type { Command } from '../../command/command.ts';
import type { Statement } from '../../sqlite/connection.ts';
import type { Database } from '../../sqlite/database.ts';
import type { Work } from '../../sqlite/group-commit.ts';
import type { CommandIds } from './command-ids.ts';
import { type CommandRow, columns, commandRow } from './row.ts';

/** What became of it. The row is there when it was kept before, or kept now with a lease. */
export interface Kept {
  readonly known: boolean;
  readonly n: number;
  readonly row?: CommandRow;
}

/** The one conditional write of an accept: a row, unless its id is known; and the row is its queue entry too. */
export class Accepting {
  readonly #database: Database;
  readonly #ids: CommandIds;
  readonly #insert: Statement;
  readonly #byN: Statement;

  constructor(database: Database, ids: CommandIds) {
    this.#database = database;
    this.#ids = ids;
    this.#insert = database.prepare(
      `INSERT INTO commands (n, id, priority, tenant, speaker, accepted_at, state, run_due, attempt, lease, delivery, command)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'none', ?)`,
    );
    this.#byN = database.prepare(`SELECT ${columns} FROM commands WHERE n = ?`);
  }

  /** `leasedUntil` null: queued. */
  write(command: Command, leasedUntil: number | null, kept: (kept: Kept) => void, failed: (cause: unknown) => void): void {
    let result: Kept = { known: false, n: 0 };
    const work: Work = {
      run: () => {
        const before = this.#ids.find(command.id, work);
        if (before !== null) {
          result = { known: true, n: before, row: this.#row(before) };
          return;
        }
        const n = this.#ids.give(command.id, work);
        this.#keep(n, command, leasedUntil);
        result = leasedUntil === null ? { known: false, n } : { known: false, n, row: this.#row(n) };
      },
      committed: () => {
        this.#ids.committed(command.id);
        kept(result);
      },
      failed: (cause) => {
        this.#ids.failed(command.id, work);
        failed(cause);
      },
    };
    this.#database.add(work);
  }

  #keep(n: number, command: Command, leasedUntil: number | null): void {
    const isTaken = leasedUntil === null ? 0 : 1;
    this.#insert.run(
      n,
      command.id,
      command.priority,
      tenantOf(command),
      speakerOf(command.place.channel, command.place.tenant, command.from.user),
      command.acceptedAt,
      isTaken ? 'running' : 'accepted',
      leasedUntil ?? 0,
      isTaken,
      isTaken,
      JSON.stringify(command),
    );
  }

  #row(n: number): CommandRow {
    const row = this.#byN.get(n);
    if (!row) throw new Error(`The command's row ${n} was neither new nor known.`);
    return commandRow(row);
  }
}

/** Whose share of the turns it uses. */
export const tenantOf = ({ place }: { readonly place: Command['place'] }) => `${place.channel}/${place.tenant}`;

/** The channel of such a share. */
export const channelOf = (tenant: string) => tenant.slice(0, tenant.indexOf('/'));

/** Who spoke, over all their conversations; a line break separates, as none of the three has one. */
export const speakerOf = (channel: string, tenant: string, user: string) => `${channel}\n${tenant}\n${user}`;
