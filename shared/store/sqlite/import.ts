import type { Database } from '../../sqlite/database.ts';
import type { PlacedRecord } from '../moved.ts';
import { jsonOf } from '../record-size.ts';
import { entriesOf } from './entries.ts';

/** Brings records into a database, with their versions, unless they are there. Answers a function that adds some; it rejects with StorageFailed. */
export function recordImport(database: Database): (records: readonly PlacedRecord[]) => Promise<void> {
  const insert = database.prepare(
    'INSERT INTO records (collection, key, version, expires_at, entries, value) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const addEntry = database.prepare('INSERT OR REPLACE INTO entries (collection, name, part, sort, key, record) VALUES (?, ?, ?, ?, ?, ?)');
  return (records) =>
    database.write(() => {
      for (const { collection, key, version, value } of records) {
        // Only its declaration knows what the value is.
        const known = value as never;
        const entries = entriesOf(collection, known);
        const endsAt = collection.expiresAt?.(known) ?? null;
        const kept = entries.length === 0 ? null : JSON.stringify(entries);
        const json = jsonOf(collection.name, key, value);
        const n = insert.insert(collection.name, key, version, endsAt === null ? null : Math.ceil(endsAt), kept, json);
        if (n !== null) for (const entry of entries) addEntry.run(collection.name, ...entry, key, n);
      }
    });
}
