import type { Command } from '../../command/command.ts';
import type { Statement } from '../../sqlite/connection.ts';
import type { Database } from '../../sqlite/database.ts';
import type { Work } from '../../sqlite/group-commit.ts';
import { type CommandRow, columns, commandRow } from './row.ts';

/** What became of it. The row is there when it was kept before, or kept now with a lease. */
export interface Kept {
  readonly known: boolean;
  readonly n: number;
  readonly row?: CommandRow;
}

/** The one conditional write of an accept: a row under the command's id, which is its queue entry too. */
export class Accepting {
  readonly #database: Database;
  readonly #insert: Statement;
  readonly #byId: Statement;

  constructor(database: Database) {
    this.#database = database;
    this.#insert = database.prepare(
      `INSERT INTO commands (id, priority, tenant, speaker, accepted_at, state, run_due, attempt, lease, delivery, command)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'none', ?) ON CONFLICT (id) DO NOTHING`,
    );
    this.#byId = database.prepare(`SELECT ${columns} FROM commands WHERE id = ?`);
  }

  /** `leasedUntil` null: queued. */
  write(command: Command, leasedUntil: number | null, kept: (kept: Kept) => void, failed: (cause: unknown) => void): void {
    let result: Kept = { known: false, n: 0 };
    const work: Work = {
      run: () => {
        const isTaken = leasedUntil === null ? 0 : 1;
        const n = this.#insert.insert(
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
        result = n !== null && leasedUntil === null ? { known: false, n } : this.#with(command.id, n === null);
      },
      committed: () => kept(result),
      failed,
    };
    this.#database.add(work);
  }

  /** The row kept before under this id. */
  read(id: string): CommandRow | null {
    const row = this.#byId.get(id);
    return row ? commandRow(row) : null;
  }

  #with(id: string, known: boolean): Kept {
    const row = this.read(id);
    if (!row) throw new Error(`The command ${id} was neither new nor known.`);
    return { known, n: row.n, row };
  }
}

/** Whose share of the turns it uses. */
export const tenantOf = ({ place }: { readonly place: Command['place'] }) => `${place.channel}/${place.tenant}`;

/** Who spoke, over all their conversations; a line break separates, as none of the three has one. */
export const speakerOf = (channel: string, tenant: string, user: string) => `${channel}\n${tenant}\n${user}`;
