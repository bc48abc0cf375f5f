import type { Clock } from '../../clock.ts';
import type { Row } from '../../sqlite/connection.ts';
import type { Database } from '../../sqlite/database.ts';
import { jsonOf } from '../record-size.ts';
import { type Collection, type Store, type Stored, VersionConflict } from '../store.ts';
import { entriesOf, type IndexEntry } from './entries.ts';
import { querier } from './query.ts';

/** Records in the embedded database: each one a row, its index entries rows beside it, written in one transaction. */
export function sqliteStore(database: Pick<Database, 'prepare' | 'read' | 'write'>, { clock }: { readonly clock: Clock }): Store {
  const read = database.prepare('SELECT n, version, expires_at AS expiresAt, entries, value FROM records WHERE collection = ? AND key = ?');
  const insert = database.prepare('INSERT INTO records (collection, key, version, expires_at, entries, value) VALUES (?, ?, ?, ?, ?, ?)');
  const update = database.prepare('UPDATE records SET version = ?, expires_at = ?, entries = ?, value = ? WHERE n = ?');
  const remove = database.prepare('DELETE FROM records WHERE n = ?');
  const addEntry = database.prepare('INSERT OR REPLACE INTO entries (collection, name, part, sort, key, record) VALUES (?, ?, ?, ?, ?, ?)');
  const removeEntry = database.prepare('DELETE FROM entries WHERE collection = ? AND name = ? AND part = ? AND sort = ? AND key = ?');
  const expired = database.prepare('SELECT n, collection, key, entries FROM records WHERE expires_at <= ? ORDER BY expires_at LIMIT ?');
  const query = querier(database, clock);

  return {
    async get<T>(collection: Collection<T>, key: string): Promise<Stored<T> | null> {
      const row = database.read(`A record of ${collection.name}`, () => live(collection.name, key));
      return row && { key, version: Number(row.version), value: JSON.parse(String(row.value)) as T };
    },

    async put(collection, key, value, options) {
      const json = jsonOf(collection.name, key, value);
      const entries = entriesOf(collection, value);
      const expiresAt = collection.expiresAt?.(value) ?? null;
      return database.write(() => {
        const found = read.get(collection.name, key);
        const before = found && isLive(found) ? Number(found.version) : 0;
        if (options?.expect !== undefined && options.expect !== before) throw new VersionConflict(collection.name, key);
        const version = before + 1;
        const kept = entries.length === 0 ? null : JSON.stringify(entries);
        const expires = expiresAt === null ? null : Math.ceil(expiresAt);
        const n = found ? Number(found.n) : (insert.insert(collection.name, key, version, expires, kept, json) ?? 0);
        if (found) update.run(version, expires, kept, json, n);
        reindex(collection.name, key, n, found ? keptEntries(found) : [], entries);
        return version;
      });
    },

    async delete(collection, key, options) {
      return database.write(() => {
        const found = read.get(collection.name, key);
        const before = found && isLive(found) ? Number(found.version) : 0;
        if (options?.expect !== undefined && options.expect !== before) throw new VersionConflict(collection.name, key);
        if (!found) return false;
        remove.run(Number(found.n));
        reindex(collection.name, key, 0, keptEntries(found), []);
        return before > 0;
      });
    },

    query,

    async sweep(limit) {
      return database.write(() => {
        const rows = expired.all(clock.now(), limit);
        for (const row of rows) {
          remove.run(Number(row.n));
          reindex(String(row.collection), String(row.key), 0, keptEntries(row), []);
        }
        return rows.length;
      });
    },
  };

  function isLive({ expiresAt }: Row): boolean {
    return expiresAt === null || Number(expiresAt) > clock.now();
  }

  function live(collection: string, key: string): Row | null {
    const row = read.get(collection, key);
    return row && isLive(row) ? row : null;
  }

  /** Writes the entries that are new, and takes away those that are no more. */
  function reindex(collection: string, key: string, n: number, before: readonly IndexEntry[], after: readonly IndexEntry[]): void {
    const has = (list: readonly IndexEntry[], [name, part, sort]: IndexEntry) =>
      list.some((one) => one[0] === name && one[1] === part && one[2] === sort);
    for (const entry of before) if (!has(after, entry)) removeEntry.run(collection, ...entry, key);
    for (const entry of after) if (!has(before, entry)) addEntry.run(collection, ...entry, key, n);
  }
}

/** A row's entries as they were written with it, whatever the collection declares by now. */
function keptEntries({ entries }: Row): readonly IndexEntry[] {
  return typeof entries === 'string' ? (JSON.parse(entries) as IndexEntry[]) : [];
}
