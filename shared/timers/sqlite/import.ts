import type { Database } from '../../sqlite/database.ts';
import type { MovedTimer } from '../moved.ts';

/** Brings timers into a database; one of a higher version takes the place of a lower. Answers a function that adds some; it rejects with StorageFailed. */
export function timerImport(database: Database): (timers: readonly MovedTimer[]) => Promise<void> {
  const insert = database.prepare(
    `INSERT INTO timers (id, version, due, next, tries) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE
     SET version = excluded.version, due = excluded.due, next = excluded.next, tries = excluded.tries WHERE excluded.version > version`,
  );
  return (timers) =>
    database.write(() => {
      for (const { id, version, due, next, tries } of timers) insert.run(id, version, due, next, tries);
    });
}
