import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { sameFile } from './same-file.ts';

export type Row = Record<string, SQLOutputValue>;

/** A prepared statement that outlives its connection: after a reopening it prepares itself anew. */
export interface Statement {
  /** Answers how many rows changed. */
  run(...values: SQLInputValue[]): number;
  /** Answers the new row's number, or null when it was left out (ON CONFLICT DO NOTHING). */
  insert(...values: SQLInputValue[]): number | null;
  get(...values: SQLInputValue[]): Row | undefined;
  all(...values: SQLInputValue[]): Row[];
}

/** How the file is kept: each commit is on the disk before it is acknowledged, and freed pages can be given back step by step. */
const settings = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = OFF;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -2000;
  PRAGMA wal_autocheckpoint = 2000;
  PRAGMA journal_size_limit = 16777216;
`;

/** One connection to a database file. Calls are synchronous; SQLite's errors pass through. */
export class Connection {
  readonly path: string;
  /** Throws when the path no longer leads to the file that was opened, so that nothing is written where it would be lost. */
  readonly insistOnFile: () => void;
  #db: DatabaseSync | undefined;
  #generation = 0;
  #closed = false;

  constructor(path: string) {
    this.path = path;
    this.#db = open(path);
    this.insistOnFile = sameFile(path);
  }

  get db(): DatabaseSync {
    if (this.#closed) throw new Error(`The database ${this.path} is closed.`);
    if (this.#db === undefined) {
      this.insistOnFile();
      this.#db = open(this.path);
    }
    return this.#db;
  }

  /** Closes it; the next use opens it again. */
  drop(): void {
    this.#generation++;
    try {
      this.#db?.close();
    } finally {
      this.#db = undefined;
    }
  }

  /** Closes it for good. */
  close(): void {
    this.#closed = true;
    this.drop();
  }

  prepare(sql: string): Statement {
    let generation = -1;
    let prepared: StatementSync | undefined;
    const statement = () => {
      if (prepared === undefined || generation !== this.#generation) {
        prepared = this.db.prepare(sql);
        generation = this.#generation;
      }
      return prepared;
    };
    return {
      run: (...values) => Number(statement().run(...values).changes),
      insert(...values) {
        const { changes, lastInsertRowid } = statement().run(...values);
        return changes === 0 ? null : Number(lastInsertRowid);
      },
      get: (...values) => statement().get(...values),
      all: (...values) => statement().all(...values),
    };
  }
}

function open(path: string): DatabaseSync {
  // No waiting inside SQLite: it would hold up the event loop. Whoever meets a lock waits outside.
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    // Only on a new file: on any other, SQLite would write this into it at each start.
    if (db.prepare('PRAGMA page_count').get()?.page_count === 0) db.exec('PRAGMA auto_vacuum = INCREMENTAL');
    db.exec(settings);
  } catch (cause) {
    db.close();
    throw cause;
  }
  return db;
}
