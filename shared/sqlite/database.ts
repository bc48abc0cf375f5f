import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../clock.ts';
import { StorageFailed } from '../errors.ts';
import { Connection, type Statement } from './connection.ts';
import { damageOf, isSmall } from './damage.ts';
import { DatabaseUnreadable, isBusy, isDamage } from './failure.ts';
import { failureReport } from './failure-report.ts';
import { GroupCommit, type Work } from './group-commit.ts';
import { lockFolder } from './lock.ts';
import { type Migration, migrate, stepOf } from './migrate.ts';
import { ownFile } from './own-file.ts';
import { schema } from './schema.ts';

/** What the database tells its operator; pino's loggers fit. */
export interface DatabaseLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** The one database file of a data folder, opened by this process alone. */
export interface Database {
  readonly path: string;
  /** Reads see what is committed. Statements that write belong into `write` or `add`. Throws SQLite's errors: `read` makes StorageFailed of them. */
  prepare(sql: string): Statement;
  /** Runs `work` in the next transaction; resolves with its answer after the commit. Rejects with StorageFailed, or with the BellhopError that `work` threw before it wrote. */
  write<T>(work: () => T): Promise<T>;
  /** The same without a promise, for the hottest path. */
  add(work: Work): void;
  /** Runs a read; throws StorageFailed for what the disk does. */
  read<T>(what: string, work: () => T): T;
  /** Calls `then` after writes failed: what is held in memory beside the file may have missed something. */
  onFailure(then: () => void): void;
  /** Commits what was asked for, closes the file and lets go of the folder. */
  close(): void;
}

/** The database's name in its folder. */
export const databaseFile = 'bellhop.db';

/**
 * Opens the database of a data folder, which it makes if there is none (0700). Throws SettingsError when another process holds the folder, and
 * DatabaseUnreadable when the file is damaged, another program's, or a newer Bellhop's; the file is then as it was.
 */
export function openDatabase(folder: string, { clock, log }: { readonly clock: Clock; readonly log: DatabaseLog }): Database {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(folder, clock.now());
  try {
    return opened(join(folder, databaseFile), { clock, log }, unlock);
  } catch (cause) {
    unlock();
    throw cause;
  }
}

function opened(path: string, { clock, log }: { readonly clock: Clock; readonly log: DatabaseLog }, unlock: () => void): Database {
  const connection = upToDate(path, log, schema);
  const listeners: (() => void)[] = [];
  const report = failureReport(path, clock, log);
  const commits = new GroupCommit(connection, (cause) => {
    report(cause);
    for (const then of listeners) then();
  });
  let closed = false;

  return {
    path,
    prepare: (sql) => connection.prepare(sql),
    add: (work) => commits.add(work),
    write<T>(work: () => T): Promise<T> {
      return new Promise((resolve, reject) => {
        let answer: T;
        commits.add({
          run() {
            answer = work();
          },
          committed: () => resolve(answer),
          failed: reject,
        });
      });
    },
    read(what, work) {
      try {
        return work();
      } catch (cause) {
        throw new StorageFailed(what, cause);
      }
    },
    onFailure: (then) => void listeners.push(then),
    close() {
      if (closed) return;
      closed = true;
      commits.close();
      try {
        connection.close();
      } finally {
        unlock();
      }
    },
  };
}

/** Opens a file, looks for damage, and brings its schema up to date. Throws DatabaseUnreadable; the file is then as it was. */
export function upToDate(path: string, log: Pick<DatabaseLog, 'info'>, steps: readonly Migration[]): Connection {
  let connection: Connection | undefined;
  try {
    // Read-only first: opening a file to write may already change it.
    if (existsSync(path)) refuseUnfit(path, steps);
    ownFile(path);
    connection = new Connection(path);
    const taken = migrate(connection.db, path, steps);
    if (taken.length > 0) log.info({ path, migrations: taken }, 'The database is up to date.');
    return connection;
  } catch (cause) {
    connection?.close();
    if (isDamage(cause)) throw new DatabaseUnreadable(path, 'it is damaged', cause);
    if (isBusy(cause)) throw new DatabaseUnreadable(path, 'another program is writing to it', cause, 'Close that program, and start again.');
    throw cause;
  }
}

/** Throws DatabaseUnreadable for a file that is damaged, another program's, or a newer Bellhop's. */
function refuseUnfit(path: string, steps: readonly Migration[]): void {
  const damage = isSmall(path) ? damageOf(path) : null;
  if (damage !== null) throw new DatabaseUnreadable(path, `it is damaged (${damage})`);
  const db = new DatabaseSync(path, { readOnly: true, timeout: 1_000 });
  try {
    stepOf(db, path, steps);
  } finally {
    db.close();
  }
}
