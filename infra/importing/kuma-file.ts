import { closeSync, copyFileSync, existsSync, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BellhopError, errorOf } from '../../shared/errors.ts';

export type Row = Readonly<Record<string, unknown>>;

/** What stands in a file of Uptime Kuma, by the names of 2.x's columns. */
export interface Kuma {
  readonly monitors: readonly (Row & { readonly tags: readonly string[]; readonly notifications: readonly number[] })[];
  readonly notifications: readonly Row[];
  readonly proxies: readonly Row[];
  /** Maintenance windows and status pages, by their titles. */
  readonly others: readonly { readonly kind: string; readonly title: string }[];
}

/**
 * Reads `kuma.db` of 1.x or 2.x (SQLite), or the JSON backup of 1.x. The database is read from a copy, with what of it is still in its log, so that a server that runs is not touched. Throws
 * BellhopError for what is neither.
 */
export function readKuma(path: string): Kuma {
  try {
    return isDatabase(path) ? fromDatabase(path) : fromBackup(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new BellhopError('import_unread', `${path} is no database and no backup of Uptime Kuma: ${errorOf(cause).message}.`, {
      hint: 'Give kuma.db from its data folder, or the JSON file that 1.x exports.',
      cause,
    });
  }
}

function isDatabase(path: string): boolean {
  const head = Buffer.alloc(15);
  const file = openSync(path, 'r');
  readSync(file, head);
  closeSync(file);
  return head.toString('latin1') === 'SQLite format 3';
}

function fromDatabase(path: string): Kuma {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-import-'));
  try {
    const copy = join(folder, 'kuma.db');
    for (const end of ['', '-wal']) if (existsSync(path + end)) copyFileSync(path + end, copy + end);
    const database = new DatabaseSync(copy);
    try {
      return fromTables((table) => rowsOf(database, table));
    } finally {
      database.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All rows of a table; none where it has no such table. */
function rowsOf(database: DatabaseSync, table: string): readonly Row[] {
  const there = database.prepare('SELECT 1 FROM sqlite_master WHERE type = ? AND name = ?').get('table', table);
  if (there) return database.prepare(`SELECT * FROM "${table}"`).all();
  if (table === 'monitor') throw new Error('it has no table "monitor"');
  return [];
}

function fromTables(rows: (table: string) => readonly Row[]): Kuma {
  const tags = new Map(rows('tag').map(({ id, name }) => [id, String(name)]));
  const tagged = rows('monitor_tag');
  const told = rows('monitor_notification');
  return {
    monitors: rows('monitor').map((monitor) => ({
      ...monitor,
      tags: tagged.filter((one) => one.monitor_id === monitor.id).map((one) => tagOf(tags.get(one.tag_id), one.value)),
      notifications: told.filter((one) => one.monitor_id === monitor.id).map((one) => Number(one.notification_id)),
    })),
    notifications: rows('notification'),
    proxies: rows('proxy'),
    others: [
      ...rows('maintenance').map(({ title }) => ({ kind: 'maintenance window', title: String(title) })),
      ...rows('status_page').map(({ title }) => ({ kind: 'status page', title: String(title) })),
    ],
  };
}

const tagOf = (name: string | undefined, value: unknown) => (value ? `${name}:${String(value)}` : (name ?? ''));

/** 1.x's backup: the same fields, most of them in camel case, lists as they are. */
function fromBackup(backup: {
  readonly monitorList?: readonly Row[];
  readonly notificationList?: readonly Row[];
  readonly proxyList?: readonly Row[];
}): Kuma {
  if (!Array.isArray(backup.monitorList)) throw new Error('it has no "monitorList"');
  return {
    monitors: backup.monitorList.map((monitor) => {
      const {
        tags = [],
        notificationIDList = {},
        accepted_statuscodes,
        ...rest
      } = monitor as Row & {
        readonly tags?: readonly Row[];
        readonly notificationIDList?: object;
      };
      return {
        ...snaked(rest),
        accepted_statuscodes_json: JSON.stringify(accepted_statuscodes ?? ['200-299']),
        tags: tags.map(({ name, value }) => tagOf(String(name), value)),
        notifications: Object.keys(notificationIDList).map(Number),
      };
    }),
    notifications: (backup.notificationList ?? []).map(snaked),
    proxies: (backup.proxyList ?? []).map(snaked),
    others: [],
  };
}

const snaked = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]));
