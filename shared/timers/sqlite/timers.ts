import type { Clock } from '../../clock.ts';
import { StorageFailed } from '../../errors.ts';
import type { Database } from '../../sqlite/database.ts';
import { type Alarm, systemAlarm } from '../alarm.ts';
import type { Due, Timers } from '../timers.ts';

/** Timers fired side by side at most; more that are due wait for these. */
const batch = 100;
/** With nothing due soon, the file is looked at again after this long, ms: only what was armed meanwhile comes sooner. */
const horizonMs = 60_000;
/** After the file could not be read it is tried again this much later, ms. */
const unreadableMs = 1_000;
/** A handler that threw gets its timer again after 1, 2, 4 … seconds, at most 5 minutes. */
const againMs = (tries: number) => Math.min(300_000, 1_000 * 2 ** Math.min(tries, 16));

/** Timers in the one database file; in memory is only when to look next. */
export function sqliteTimers(database: Database, { clock, alarm = systemAlarm(clock) }: { readonly clock: Clock; readonly alarm?: Alarm }): Timers {
  const upsert = database.prepare(`
    INSERT INTO timers (id, version, due, next) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, due = excluded.due, next = excluded.next, tries = 0 WHERE excluded.version > version`);
  const remove = database.prepare('DELETE FROM timers WHERE id = ?');
  const removeVersion = database.prepare('DELETE FROM timers WHERE id = ? AND version = ?');
  const putOff = database.prepare('UPDATE timers SET next = ?, tries = tries + 1 WHERE id = ? AND version = ?');
  const dueNow = database.prepare('SELECT id, version, due, tries FROM timers WHERE next <= ? ORDER BY next LIMIT ?');
  const soonest = database.prepare('SELECT min(next) AS next FROM timers');
  const lookers = new Set<(at: number) => void>();

  return {
    async arm(id, version, due) {
      await database.write(() => upsert.run(id, version, due, due));
      for (const look of lookers) look(due);
    },

    async disarm(id) {
      await database.write(() => remove.run(id));
    },

    async consume(handler, { signal }) {
      while (!signal.aborted) {
        try {
          const taken = database.read('timers', () => dueNow.all(clock.now(), batch));
          await Promise.all(taken.map((row) => fire({ id: String(row.id), version: Number(row.version), due: Number(row.due) }, Number(row.tries))));
          if (taken.length < batch) await nextLook(() => soonestDue());
        } catch (cause) {
          if (!(cause instanceof StorageFailed)) throw cause;
          await nextLook(() => clock.now() + unreadableMs);
        }
      }

      function soonestDue(): number {
        const row = database.read('timers', () => soonest.get());
        return row === undefined || row.next === null ? Number.POSITIVE_INFINITY : Number(row.next);
      }

      async function fire(timer: Due, tries: number): Promise<void> {
        try {
          await handler(timer);
          await database.write(() => removeVersion.run(timer.id, timer.version));
        } catch {
          // The handler's failure is its own to tell; the timer stays, and fires again later.
          await database.write(() => putOff.run(clock.now() + againMs(tries), timer.id, timer.version)).catch(() => {});
        }
      }

      /** Resolves when the soonest timer is due, an earlier one is armed, or the signal ends. */
      function nextLook(soonestAt: () => number): Promise<void> {
        return new Promise((resolve) => {
          let until = Math.min(soonestAt(), clock.now() + horizonMs);
          let callOff = alarm.set(until, done);
          const sooner = (at: number) => {
            if (at >= until) return;
            until = at;
            callOff();
            callOff = alarm.set(at, done);
          };
          function done(): void {
            callOff();
            lookers.delete(sooner);
            signal.removeEventListener('abort', done);
            resolve();
          }
          lookers.add(sooner);
          signal.addEventListener('abort', done, { once: true });
          if (signal.aborted) done();
        });
      }
    },
  };
}
