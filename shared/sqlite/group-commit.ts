import { BellhopError, StorageFailed } from '../errors.ts';
import type { Connection, Statement } from './connection.ts';
import { isBusy, isStorage, needsReopening } from './failure.ts';

/** A write asked for: `run` may be called again when the group it was in had to be taken apart, so it changes nothing but the database. */
export interface Work {
  /** Inside the transaction. A BellhopError thrown before the first statement that writes is this work's own answer, and disturbs no other. */
  run(): void;
  /** It is on the disk. */
  committed(): void;
  /** It isn't; nothing of it was kept, as far as can be known. */
  failed(cause: unknown): void;
}

/** Writes of one transaction at most, so that no group holds up the event loop for long. */
const groupMax = 1_000;
/** … and turns of the event loop that it waits for more. */
const turnsMax = 8;
/** Another connection holds the file: asked again this often, at this distance, before it counts as failed. About a second. */
const busyTries = 50;
const busyPauseMs = 20;

/**
 * The writes asked for in neighbouring turns of the event loop become one transaction and one sync of the disk; each is answered after its commit. When the commit
 * fails all of them fail, and the next group tries afresh, on a new connection if need be.
 */
export class GroupCommit {
  readonly #connection: Connection;
  readonly #begin: Statement;
  readonly #commit: Statement;
  readonly #onFailure: (cause: unknown) => void;
  #waiting: Work[] = [];
  #scheduled = false;
  /** How many waited a turn ago, and for how many turns. */
  #gathered = 0;
  #turns = 0;
  #tries = 0;
  #closed = false;

  constructor(connection: Connection, onFailure: (cause: unknown) => void) {
    this.#connection = connection;
    this.#onFailure = onFailure;
    this.#begin = connection.prepare('BEGIN IMMEDIATE');
    this.#commit = connection.prepare('COMMIT');
  }

  add(work: Work): void {
    if (this.#closed) {
      work.failed(new StorageFailed('A change', new Error('the database is closed')));
      return;
    }
    this.#waiting.push(work);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(this.#gather);
  }

  /** Commits what waits, then takes no more. */
  close(): void {
    while (this.#waiting.length > 0) {
      this.#tries = busyTries;
      this.#flush();
    }
    this.#closed = true;
  }

  /** As long as each turn asks for more, the next one shares the sync, which costs more than some turns. */
  readonly #gather = (): void => {
    if (this.#waiting.length === this.#gathered || ++this.#turns === turnsMax) {
      this.#flush();
      return;
    }
    this.#gathered = this.#waiting.length;
    setImmediate(this.#gather);
  };

  readonly #flush = (): void => {
    this.#scheduled = false;
    this.#gathered = this.#turns = 0;
    const group = this.#waiting.length > groupMax ? this.#waiting.splice(0, groupMax) : this.#waiting;
    if (group === this.#waiting) this.#waiting = [];
    if (group.length === 0) return;
    try {
      this.#connection.insistOnFile();
      this.#begin.run();
      this.#tries = 0;
    } catch (cause) {
      if (isBusy(cause) && ++this.#tries < busyTries) {
        this.#waitFor(group);
        return;
      }
      this.#tries = 0;
      this.#fail(group, cause);
      this.#goOn();
      return;
    }
    this.#commitGroup(group);
    this.#goOn();
  };

  /** The file is held by someone else: the same group again in a moment, ahead of what comes meanwhile. */
  #waitFor(group: Work[]): void {
    this.#waiting = group.concat(this.#waiting);
    this.#scheduled = true;
    setTimeout(this.#flush, busyPauseMs);
  }

  #goOn(): void {
    if (this.#scheduled || this.#waiting.length === 0) return;
    this.#scheduled = true;
    setImmediate(this.#flush);
  }

  /** Inside an open transaction. */
  #commitGroup(group: readonly Work[]): void {
    let refused: Map<Work, unknown> | undefined;
    try {
      for (const work of group) {
        try {
          work.run();
        } catch (cause) {
          if (!(cause instanceof BellhopError)) throw cause;
          refused ??= new Map();
          refused.set(work, cause);
        }
      }
      this.#commit.run();
    } catch (cause) {
      this.#rollBack();
      if (isStorage(cause)) this.#fail(group, cause);
      else if (group.length === 1) for (const work of group) work.failed(cause);
      // A defect of one must not cost the others: each on its own.
      else this.#oneByOne(group);
      return;
    }
    for (const work of group) {
      try {
        if (refused?.has(work)) work.failed(refused.get(work));
        else work.committed();
      } catch (defect) {
        // It ends the process, but not before the others of the group have heard.
        queueMicrotask(() => {
          throw defect;
        });
      }
    }
  }

  #oneByOne(group: readonly Work[]): void {
    for (const work of group) {
      try {
        this.#begin.run();
      } catch (cause) {
        this.#fail([work], cause);
        continue;
      }
      this.#commitGroup([work]);
    }
  }

  #rollBack(): void {
    try {
      if (this.#connection.db.isTransaction) this.#connection.db.exec('ROLLBACK');
    } catch {
      // A connection that can't even roll back is given up: closing it rolls back.
      this.#drop();
    }
  }

  #fail(group: readonly Work[], cause: unknown): void {
    if (needsReopening(cause)) this.#drop();
    this.#onFailure(cause);
    for (const work of group) work.failed(new StorageFailed('A change', cause));
  }

  #drop(): void {
    try {
      this.#connection.drop();
    } catch {
      // Closing fails only on a connection that is closed already.
    }
  }
}
