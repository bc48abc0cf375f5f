import { closeSync, existsSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { DatabaseUnreadable } from './failure.ts';
import { ownFile } from './own-file.ts';

/** One step of the schema. Its number is its place in the list, from 1; a step that was released never changes. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** `Bell` in ASCII, in the file's header: tells Bellhop's file from another program's. */
const applicationId = 0x42656c6c;

/**
 * Brings the schema up to date, each step in a transaction of its own. Before the first step on a file that has data, a copy stands beside it
 * (`….before-N.db`). Throws DatabaseUnreadable for a file of a newer Bellhop or of another program. Answers the names of the steps taken.
 */
export function migrate(db: DatabaseSync, path: string, migrations: readonly Migration[]): string[] {
  const { from, isEmpty } = stepOf(db, path, migrations);
  if (from === migrations.length) return [];
  if (!isEmpty) keepCopy(db, path, `${path.replace(/\.db$/, '')}.before-${from + 1}.db`);
  return migrations.slice(from).map((migration, i) => {
    db.exec('BEGIN IMMEDIATE');
    try {
      db.exec(migration.sql);
      db.exec(`PRAGMA user_version = ${from + i + 1}; PRAGMA application_id = ${applicationId};`);
      db.exec('COMMIT');
    } catch (cause) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw cause;
    }
    return migration.name;
  });
}

/**
 * At which step a file stands; changes nothing, so it can be asked of a file that is open to read only. Throws DatabaseUnreadable for a file of a newer
 * Bellhop or of another program.
 */
export function stepOf(db: DatabaseSync, path: string, migrations: readonly Migration[]): { readonly from: number; readonly isEmpty: boolean } {
  const from = pragma(db, 'user_version');
  const id = pragma(db, 'application_id');
  const isEmpty = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (!isEmpty && id !== applicationId) throw new DatabaseUnreadable(path, 'it belongs to another program');
  if (from > migrations.length) {
    const what = `it was written by a newer Bellhop (schema ${from}, this one knows ${migrations.length})`;
    throw new DatabaseUnreadable(
      path,
      what,
      undefined,
      'Start the newer Bellhop, or restore the copy that it kept beside the file before it migrated.',
    );
  }
  return { from, isEmpty };
}

/** A whole copy as of now, on the disk before anything changes. One left by an attempt that failed is made again: the file itself is still as it was. */
function keepCopy(db: DatabaseSync, path: string, copy: string): void {
  try {
    if (existsSync(copy)) rmSync(copy);
    ownFile(copy);
    db.prepare('VACUUM INTO ?').run(copy);
    // SQLite leaves that to the system (VACUUM INTO does not sync).
    for (const file of [copy, dirname(copy)]) sync(file);
  } catch (cause) {
    const what = `no copy of it could be kept as ${copy} before it is migrated (${cause instanceof Error ? cause.message : cause})`;
    throw new DatabaseUnreadable(path, what, cause, 'Make room for a copy of it beside it, and start again.');
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function pragma(db: DatabaseSync, name: string): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}
