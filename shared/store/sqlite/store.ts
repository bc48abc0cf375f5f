import type { Clock } from '../../clock.ts';
import type { Row } from '../../sqlite/connection.ts';
import type { Database } from '../../sqlite/database.ts';
import { type Collection, type Page, type Query, type Store, type Stored, VersionConflict } from '../store.ts';

/** Items of a page, unless asked otherwise; and at most. */
const limitDefault = 100;
const limitMax = 1_000;

/** Records in the one database file: a row each, and an entry for each index that has them, written in the same transaction. */
export function sqliteStore(database: Database, { clock }: { readonly clock: Clock }): Store {
  const find = database.prepare('SELECT n, version, expires_at, entries, value FROM records WHERE collection = ? AND key = ?');
  const insert = database.prepare('INSERT INTO records (collection, key, version, expires_at, entries, value) VALUES (?, ?, 1, ?, ?, ?)');
  const update = database.prepare('UPDATE records SET version = ?, expires_at = ?, entries = ?, value = ? WHERE n = ?');
  const remove = database.prepare('DELETE FROM records WHERE n = ?');
  const addEntry = database.prepare('INSERT INTO entries (collection, name, part, sort, key, record) VALUES (?, ?, ?, ?, ?, ?)');
  const removeEntry = database.prepare('DELETE FROM entries WHERE collection = ? AND name = ? AND part = ? AND sort = ? AND key = ?');
  const expired = database.prepare('SELECT n, collection, key, entries FROM records WHERE expires_at IS NOT NULL AND expires_at <= ? LIMIT ?');
  const pages = {
    ascending: database.prepare(pageSql('>', '>=', '<', 'ASC')),
    descending: database.prepare(pageSql('<', '>=', '<', 'DESC')),
  };

  const isLive = (row: Row) => row.expires_at === null || Number(row.expires_at) > clock.now();

  function dropEntries(collection: string, key: string, row: Row): void {
    for (const [name, part, sort] of entriesOf(row)) removeEntry.run(collection, name, part, sort, key);
  }

  return {
    async get<T>(collection: Collection<T>, key: string): Promise<Stored<T> | null> {
      return database.read(`${collection.name}/${key}`, () => {
        const row = find.get(collection.name, key);
        return row && isLive(row) ? stored<T>(key, row) : null;
      });
    },

    put<T>(collection: Collection<T>, key: string, value: T, options: { readonly expect?: number } = {}): Promise<number> {
      const json = JSON.stringify(value);
      const entries = Object.entries(collection.indexes).flatMap(([name, indexKey]) => {
        const at = indexKey(value);
        return at ? [[name, at.partition, at.sort] as const] : [];
      });
      const expiresAt = collection.expiresAt?.(value) ?? null;
      return database.write(() => {
        const row = find.get(collection.name, key);
        const version = row && isLive(row) ? Number(row.version) : 0;
        if (options.expect !== undefined && options.expect !== version) throw new VersionConflict(collection.name, key);
        if (row) dropEntries(collection.name, key, row);
        const listed = entries.length > 0 ? JSON.stringify(entries) : null;
        const n = row ? Number(row.n) : insert.insert(collection.name, key, expiresAt, listed, json);
        if (row) update.run(version + 1, expiresAt, listed, json, n);
        for (const [name, part, sort] of entries) addEntry.run(collection.name, name, part, sort, key, n);
        return version + 1;
      });
    },

    delete<T>(collection: Collection<T>, key: string, options: { readonly expect?: number } = {}): Promise<boolean> {
      return database.write(() => {
        const row = find.get(collection.name, key);
        const version = row && isLive(row) ? Number(row.version) : 0;
        if (options.expect !== undefined && options.expect !== version) throw new VersionConflict(collection.name, key);
        if (!row) return false;
        dropEntries(collection.name, key, row);
        remove.run(Number(row.n));
        return version > 0;
      });
    },

    async query<T>(collection: Collection<T>, query: Query): Promise<Page<T>> {
      if (!(query.index in collection.indexes)) throw new Error(`${collection.name} declares no index "${query.index}".`);
      const limit = Math.min(Math.max(1, query.limit ?? limitDefault), limitMax);
      return database.read(collection.name, () => {
        const { from = '', to = null, descending = false } = query;
        const [afterSort, afterKey] = query.after === undefined ? [null, null] : cursor(query.after);
        const statement = descending ? pages.descending : pages.ascending;
        const rows = statement.all(
          collection.name,
          query.index,
          query.partition,
          from,
          to,
          to,
          afterSort,
          afterSort,
          afterSort,
          afterKey,
          clock.now(),
          limit + 1,
        );
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return {
          items: rows.slice(0, limit).map((row) => stored<T>(String(row.key), row)),
          next: last ? JSON.stringify([last.sort, last.key]) : null,
        };
      });
    },

    sweep(limit: number): Promise<number> {
      return database.write(() => {
        const rows = expired.all(clock.now(), limit);
        for (const row of rows) {
          dropEntries(String(row.collection), String(row.key), row);
          remove.run(Number(row.n));
        }
        return rows.length;
      });
    },
  };
}

/** A page: partition, sort bounds, cursor, and only what hasn't expired. */
function pageSql(beyond: '>' | '<', least: string, below: string, order: 'ASC' | 'DESC'): string {
  return `
    SELECT e.sort, e.key, r.version, r.value FROM entries e JOIN records r ON r.n = e.record
    WHERE e.collection = ? AND e.name = ? AND e.part = ? AND e.sort ${least} ? AND (? IS NULL OR e.sort ${below} ?)
      AND (? IS NULL OR e.sort ${beyond} ? OR (e.sort = ? AND e.key ${beyond} ?)) AND (r.expires_at IS NULL OR r.expires_at > ?)
    ORDER BY e.sort ${order}, e.key ${order} LIMIT ?`;
}

function stored<T>(key: string, row: Row): Stored<T> {
  return { key, version: Number(row.version), value: JSON.parse(String(row.value)) as T };
}

function entriesOf(row: Row): readonly (readonly [name: string, part: string, sort: string])[] {
  return row.entries === null || row.entries === undefined ? [] : JSON.parse(String(row.entries));
}

function cursor(after: string): [string, string] {
  const [sort, key] = JSON.parse(after) as [string, string];
  return [sort, key];
}
