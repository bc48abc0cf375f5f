import type { Statement } from '../../sqlite/connection.ts';
import type { Database } from '../../sqlite/database.ts';
import { IdFilter } from './id-filter.ts';

/** Ids that are kept in memory before they are written into their index together, sorted: one page then takes many of them. */
const youngMax = 8_192;
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
  readonly #indexed: Statement;
  readonly #after: Statement;
  readonly #mark: Statement;
  readonly #last: Statement;
  readonly #add: Statement;
  readonly #remove: Statement;
  readonly #setMark: Statement;
  readonly #page: Statement;
  /** Numbers and nothing else: a map that changes as often as this one leaves tables behind, which keep what they hold from the collector for long. */
  #young = new Map<string, number>();
  /** All ids that are there; whole once all of the index has been read into it, and asked from then on. */
  readonly #seen = new IdFilter();
  #seenAll = false;
  #next = 1;
  /** A write failed, and may have happened all the same: what is known is read again before it is used. */
  #isStale = true;
  #readings = 0;
  #isMoving = false;

  constructor(database: Database) {
    this.#database = database;
    // Joined, for an entry may outlive its row: one that was on its way into the index when retention took the row.
    this.#indexed = database.prepare('SELECT c.n FROM command_ids i JOIN commands c ON c.n = i.n AND c.id = i.id WHERE i.id = ?');
    this.#after = database.prepare('SELECT n, id FROM commands WHERE n > ?');
    this.#mark = database.prepare('SELECT n FROM command_ids_mark');
    this.#last = database.prepare('SELECT max(n) AS n FROM commands');
    this.#add = database.prepare('INSERT OR REPLACE INTO command_ids (id, n) VALUES (?, ?)');
    this.#remove = database.prepare('DELETE FROM command_ids WHERE id = ?');
    this.#setMark = database.prepare('UPDATE command_ids_mark SET n = ?');
    this.#page = database.prepare('SELECT id FROM command_ids WHERE id > ? ORDER BY id LIMIT ?');
    setImmediate(this.#fill, '');
    database.onFailure(() => {
      this.#isStale = true;
    });
  }

  /** The row of this id; null when there is none. `own`: what was given to the one who asks at a former try, which doesn't count. */
  find(id: string, own?: number): number | null {
    if (this.#isStale) this.#readAgain();
    const young = this.#young.get(id);
    if (young !== undefined && young !== own) return young;
    if (this.#seenAll && !this.#seen.mayHave(id)) return null;
    return this.#foundIn(this.#indexed.get(id));
  }

  /** A new row's number for this id, inside a transaction; `committed` or `failed` follows. */
  give(id: string): number {
    const n = this.#next++;
    this.#young.set(id, n);
    this.#seen.add(id);
    return n;
  }

  committed(): void {
    if (this.#young.size >= youngMax && !this.#isMoving) void this.#move();
  }

  /** What was given is not there. */
  failed(id: string, n: number): void {
    if (this.#young.get(id) === n) this.#young.delete(id);
  }

  /** Takes an id's entry away, inside the transaction that deletes its row; `forgotten` follows its commit. */
  remove(id: string): void {
    this.#remove.run(id);
  }

  forgotten(id: string): void {
    this.#young.delete(id);
  }

  #readAgain(): void {
    const mark = Number(this.#mark.get()?.n);
    this.#young = new Map(this.#after.all(mark).map((row) => [String(row.id), Number(row.n)]));
    for (const id of this.#young.keys()) this.#seen.add(id);
    this.#next = Math.max(this.#next, mark + 1, Number(this.#last.get()?.n ?? 0) + 1);
    this.#isStale = false;
    this.#readings++;
  }

  /** Writes the young ids into the index, then moves the mark. What fails on the way is done again another time: nothing depends on it. */
  async #move(): Promise<void> {
    this.#isMoving = true;
    const readings = this.#readings;
    const isWhole = () => !this.#isStale && this.#readings === readings;
    const batch = [...this.#young].sort(([a], [b]) => (a < b ? -1 : 1));
    const mark = batch.reduce((most, [, n]) => Math.max(most, n), 0);
    try {
      for (let at = 0; at < batch.length; at += step) {
        await this.#database.write(() => {
          for (const [id, n] of batch.slice(at, at + step)) this.#add.run(id, n);
        });
      }
      await this.#database.write(() => {
        // After a failed write a row may be there that is in no batch: the mark must not pass it.
        if (isWhole()) this.#setMark.run(mark);
      });
      // Whose number has changed meanwhile (its group was taken apart, or retention took the former one) is not the one that went into the index.
      if (isWhole()) for (const [id, n] of batch) if (this.#young.get(id) === n) this.#young.delete(id);
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
