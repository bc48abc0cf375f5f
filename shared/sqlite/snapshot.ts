import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StorageFailed } from '../errors.ts';
import type { Statement } from './connection.ts';
import { type Database, databaseFile } from './database.ts';
import { DatabaseUnreadable, isDamage } from './failure.ts';
import { type Migration, stepOf } from './migrate.ts';
import { schema } from './schema.ts';

/** The database of a data folder as it was at one instant, to be read: whoever holds the folder goes on writing meanwhile. */
export interface Snapshot extends Pick<Database, 'path' | 'prepare' | 'read' | 'write'> {
  close(): void;
}

/** How long it waits for a writer that is just opening or closing the file, ms. */
const busyMs = 5_000;

/**
 * The main one, or another of the folder's. Null when there is no database. Throws DatabaseUnreadable for one that is damaged, another program's, or of another Bellhop's schema. While a snapshot is open, what is
 * written beside it stays in the `-wal` file, which grows by it.
 */
export function openSnapshot(folder: string, file = databaseFile, steps: readonly Migration[] = schema): Snapshot | null {
  const path = join(folder, file);
  if (!existsSync(path)) return null;
  const db = new DatabaseSync(path, { readOnly: true, timeout: busyMs });
  try {
    db.exec('BEGIN');
    // The transaction begins to see with its first read.
    const { from, isEmpty } = stepOf(db, path, steps);
    if (!isEmpty && from < steps.length)
      throw new DatabaseUnreadable(
        path,
        `an older Bellhop wrote it (schema ${from}, this one has ${steps.length})`,
        undefined,
        'Start this Bellhop on it once.',
      );
    if (isEmpty) {
      db.close();
      return null;
    }
  } catch (cause) {
    if (db.isOpen) db.close();
    throw isDamage(cause) ? new DatabaseUnreadable(path, 'it is damaged', cause) : cause;
  }
  return {
    path,
    prepare: (sql) => statement(db, sql),
    read(what, work) {
      try {
        return work();
      } catch (cause) {
        throw new StorageFailed(what, cause);
      }
    },
    write: () => Promise.reject(new StorageFailed('A change', new Error('A snapshot is only read.'))),
    close: () => db.close(),
  };
}

function statement(db: DatabaseSync, sql: string): Statement {
  const prepared = db.prepare(sql);
  return {
    run: (...values) => Number(prepared.run(...values).changes),
    insert: (...values) => Number(prepared.run(...values).lastInsertRowid),
    get: (...values) => prepared.get(...values),
    all: (...values) => prepared.all(...values),
  };
}
