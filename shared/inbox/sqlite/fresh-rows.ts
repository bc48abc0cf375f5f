import type { Statement } from '../../sqlite/connection.ts';
import type { Database } from '../../sqlite/database.ts';
import type { DueRow } from './due-look.ts';

/** Rows that the mark passes in one transaction. */
const step = 256;

/**
 * Rows as they were accepted, which nobody has taken yet: to be run at once, and in no index, for that entry would cost an accept a page of its own and most are
 * taken in a moment. Whoever accepts hands them on in memory; a start finds them again by their numbers, since none of them stands at or below a mark.
 */
export class FreshRows {
  readonly #database: Database;
  readonly #rows: Statement;
  readonly #next: Statement;
  readonly #setMark: Statement;
  #isFollowing = false;

  constructor(database: Database) {
    this.#database = database;
    this.#rows = database.prepare(
      'SELECT n, priority, tenant, accepted_at AS since FROM commands WHERE n > (SELECT n FROM commands_fresh_mark) AND run_due = 0',
    );
    // Up to the mark of the ids: no new row will ever have a number below that.
    this.#next = database.prepare(
      `SELECT n, run_due AS runDue FROM commands
       WHERE n > (SELECT n FROM commands_fresh_mark) AND n <= (SELECT n FROM command_ids_mark) ORDER BY n LIMIT ${step}`,
    );
    this.#setMark = database.prepare('UPDATE commands_fresh_mark SET n = ?');
  }

  /** All there are, in the order of their acceptance. Throws SQLite's errors. */
  rows(): readonly DueRow[] {
    return this.#rows.all() as unknown as DueRow[];
  }

  /** Moves the mark up to the first that still waits, a few rows at a time. What fails is done another time: nothing depends on it. */
  async follow(): Promise<void> {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    try {
      while (await this.#database.write(() => this.#pass()));
    } catch {
      // Reported where it failed.
    } finally {
      this.#isFollowing = false;
    }
  }

  /** Inside a transaction, so that what it sees is what the mark is true of. Answers whether there may be more to pass. */
  #pass(): boolean {
    const rows = this.#next.all();
    const first = rows.findIndex(({ runDue }) => runDue === 0);
    const passed = first < 0 ? rows.at(-1) : rows[first - 1];
    if (passed?.n) this.#setMark.run(passed.n);
    return first < 0 && rows.length === step;
  }
}
