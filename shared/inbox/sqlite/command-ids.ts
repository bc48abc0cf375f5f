import type { Statement } from '../../sqlite/connection.ts';
import type { Database } from '../../sqlite/database.ts';
import { IdFilter } from './id-filter.ts';
import { YoungIds } from './young-ids.ts';

/** Ids that are kept in memory before they are written into their index together, sorted: one page then takes many of them. */
const youngMax = 16_384;
/** Of those, how many in one transaction. */
const step = 256;
/** Ids of the index that are read into the filter at once, which takes about a millisecond, and how long after the ones before, ms. */
const readAtOnce = 1_000;
const readEveryMs = 10;

/**
 * Which command has which id. Ids are hashes, so an index written with each accept would write a page of its own for nearly each of them: more than the rows
 * themselves. Instead the index (`command_ids`) follows later, in bulk; until then an id is known from memory, which a start reads from the rows after the
 * mark up to which the index is complete. One process has the folder, so what it knows is all there is.
 */
export class CommandIds {
  readonly #database: Database;
  readonly #followed: () => void;
  readonly #indexed: Statement;
  readonly #after: Statement;
  readonly #mark: Statement;
  readonly #last: Statement;
  readonly #add: Statement;
  readonly #remove: Statement;
  readonly #setMark: Statement;
  readonly #page: Statement;
  #young = new YoungIds(1, []);
  /** The ids of the index, and those on their way there; whole once all of it has been read into it. */
  readonly #seen = new IdFilter();
  #seenAll = false;
  /** A write failed, and may have happened all the same: what is known is read again before it is used. */
  #isStale = true;
  #readings = 0;
  #isMoving = false;

  /** `followed`: the index is complete up to a new mark. */
  constructor(database: Database, followed: () => void) {
    this.#database = database;
    this.#followed = followed;
    // Joined, for an entry may outlive its row: one that was on its way into the index when retention took the row.
    this.#indexed = database.prepare('SELECT c.n FROM command_ids i JOIN commands c ON c.n = i.n AND c.id = i.id WHERE i.id = ?');
    this.#after = database.prepare('SELECT n, id FROM commands WHERE n > ?');
    this.#mark = database.prepare('SELECT n FROM command_ids_mark');
    this.#last = database.prepare('SELECT max(n) AS n FROM commands');
    this.#add = database.prepare('INSERT OR REPLACE INTO command_ids (id, n) SELECT key, value FROM json_each(?)');
    this.#remove = database.prepare('DELETE FROM command_ids WHERE id = ?');
    this.#setMark = database.prepare('UPDATE command_ids_mark SET n = ?');
    this.#page = database.prepare('SELECT id FROM command_ids WHERE id > ? ORDER BY id LIMIT ?');
    setImmediate(this.#fill, '');
    database.onFailure(() => {
      this.#isStale = true;
    });
  }

  /** The row of this id; null when there is none. `own`: what was given to the one who asks at a former try, which didn't come to be. */
  find(id: string, own = 0): number | null {
    if (this.#isStale) this.#readAgain();
    if (own > 0) this.failed(id, own);
    const young = this.#young.find(id);
    if (young !== null) return young;
    if (this.#seenAll && !this.#seen.mayHave(id)) return null;
    return this.#foundIn(this.#indexed.get(id));
  }

  /** A new row's number for this id, inside a transaction; `committed` or `failed` follows. */
  give(id: string): number {
    return this.#young.push(id);
  }

  committed(): void {
    if (this.#young.size >= youngMax && !this.#isMoving) void this.#move();
  }

  /** What was given is not there, or not any more. */
  failed(id: string, n: number): void {
    this.#young.forget(id, n);
  }

  /** Takes an id's entry away, inside the transaction that deletes its row; `failed` follows its commit. */
  remove(id: string): void {
    this.#remove.run(id);
  }

  #readAgain(): void {
    const mark = Number(this.#mark.get()?.n);
    const first = mark + 1;
    const next = Math.max(this.#young.first + this.#young.size, first, Number(this.#last.get()?.n ?? 0) + 1);
    const ids = Array.from({ length: next - first }, () => '');
    for (const row of this.#after.all(mark)) ids[Number(row.n) - first] = String(row.id);
    this.#young = new YoungIds(first, ids);
    this.#isStale = false;
    this.#readings++;
  }

  /** Writes the young ids into the index, then moves the mark. What fails on the way is done again another time: nothing depends on it. */
  async #move(): Promise<void> {
    this.#isMoving = true;
    const readings = this.#readings;
    const isWhole = () => !this.#isStale && this.#readings === readings;
    const count = this.#young.size;
    const young = this.#young.entries();
    for (const { id } of young) this.#seen.add(id);
    // As members of a JSON object, which SQLite takes apart faster than it is told of each. Sorted, the ids come first.
    const entries = young.map(({ id, n }) => `${JSON.stringify(id.toWellFormed())}:${n}`).sort();
    try {
      for (let at = 0; at < entries.length; at += step) {
        await this.#database.write(() => void this.#add.run(`{${entries.slice(at, at + step).join()}}`));
      }
      const mark = this.#young.first + count - 1;
      await this.#database.write(() => {
        // After a failed write a row may be there that is in no batch: the mark must not pass it.
        if (isWhole()) this.#setMark.run(mark);
      });
      if (isWhole()) this.#young = this.#young.after(count);
      this.#followed();
    } catch {
      // Reported where it failed.
    } finally {
      this.#isMoving = false;
    }
  }

  /** Reads the index into the filter, little by little. What enters it meanwhile is in the filter already. */
  readonly #fill = (after: string): void => {
    let rows: readonly { readonly id?: unknown }[];
    try {
      rows = this.#page.all(after, readAtOnce);
    } catch {
      // The disk, or the end: without the filter the index is asked each time.
      return;
    }
    for (const { id } of rows) this.#seen.add(String(id));
    if (rows.length < readAtOnce) this.#seenAll = true;
    else setTimeout(this.#fill, readEveryMs, String(rows.at(-1)?.id)).unref();
  };

  #foundIn(row: { readonly n?: unknown } | undefined): number | null {
    return row === undefined ? null : Number(row.n);
  }
}
