import type { Clock } from '../../clock.ts';
import type { Statement } from '../../sqlite/connection.ts';
import type { Database } from '../../sqlite/database.ts';
import { againMs } from '../again.ts';
import { type Alarm, systemAlarm } from '../alarm.ts';
import type { Due, Timers } from '../timers.ts';

/** Handlers at once: enough that their commands share commits. */
const concurrency = 32;
/** Without an alarm in sight it looks all the same, ms: finds what an answer from the disk failed to tell. */
const lookEveryMs = 60_000;

export interface SqliteTimersOptions {
  readonly clock: Clock;
  /** Where waiting is done; the machine's timers by default. */
  readonly alarm?: Alarm;
}

/** Timers in the embedded database: one alarm, for the earliest; an index finds it among millions. One for each open database. */
export function sqliteTimers(database: Database, options: SqliteTimersOptions): Timers {
  return new SqliteTimers(database, options.clock, options.alarm ?? systemAlarm(options.clock));
}

class SqliteTimers implements Timers {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #alarm: Alarm;
  readonly #arm: Statement;
  readonly #disarm: Statement;
  readonly #due: Statement;
  readonly #earliest: Statement;
  readonly #done: Statement;
  readonly #again: Statement;
  /** Being handled; they stay in the file until that has worked. */
  readonly #underWay = new Map<string, Promise<void>>();
  #handler: ((timer: Due) => Promise<void>) | undefined;
  #alarmAt = Number.POSITIVE_INFINITY;
  #callOff = () => {};

  constructor(database: Database, clock: Clock, alarm: Alarm) {
    this.#database = database;
    this.#clock = clock;
    this.#alarm = alarm;
    this.#arm = database.prepare(
      `INSERT INTO timers (id, version, due, next) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, due = excluded.due, next = excluded.next, tries = 0 WHERE excluded.version > version`,
    );
    this.#disarm = database.prepare('DELETE FROM timers WHERE id = ?');
    this.#due = database.prepare('SELECT id, version, due, tries FROM timers WHERE next <= ? ORDER BY next LIMIT ?');
    this.#earliest = database.prepare('SELECT min(next) AS next FROM timers WHERE next > ?');
    this.#done = database.prepare('DELETE FROM timers WHERE id = ? AND version = ?');
    this.#again = database.prepare('UPDATE timers SET next = ?, tries = tries + 1 WHERE id = ? AND version = ?');
  }

  async arm(id: string, version: number, due: number): Promise<void> {
    const at = Math.ceil(due);
    await this.#database.write(() => this.#arm.run(id, version, at, at));
    if (at < this.#alarmAt) this.#ringAt(at);
  }

  async disarm(id: string): Promise<void> {
    await this.#database.write(() => this.#disarm.run(id));
  }

  async consume(handler: (timer: Due) => Promise<void>, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    if (signal.aborted) return;
    this.#handler = handler;
    this.#look();
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    this.#handler = undefined;
    this.#callOff();
    this.#alarmAt = Number.POSITIVE_INFINITY;
    await Promise.all(this.#underWay.values());
  }

  #look(): void {
    const handler = this.#handler;
    if (!handler) return;
    const now = this.#clock.now();
    try {
      for (const row of this.#due.all(now, this.#underWay.size + concurrency)) {
        if (this.#underWay.size >= concurrency) break;
        const id = String(row.id);
        if (this.#underWay.has(id)) continue;
        this.#fire({ id, version: Number(row.version), due: Number(row.due) }, Number(row.tries), handler);
      }
      const next = this.#earliest.get(now)?.next;
      this.#ringAt(Math.min(typeof next === 'number' ? next : Number.POSITIVE_INFINITY, now + lookEveryMs));
    } catch {
      // The disk: whoever writes reports it, and this looks again.
      this.#ringAt(now + 1_000);
    }
  }

  #fire(timer: Due, tries: number, handler: (timer: Due) => Promise<void>): void {
    const { id, version } = timer;
    const under = handler(timer)
      .then(
        () => this.#database.write(() => this.#done.run(id, version)),
        () => this.#database.write(() => this.#again.run(this.#clock.now() + againMs(tries), id, version)),
      )
      .then(
        () => 0,
        // The disk didn't take it: it fires again.
        () => 1_000,
      )
      .then((pauseMs) => {
        this.#underWay.delete(id);
        if (this.#handler) this.#ringAt(Math.min(this.#alarmAt, this.#clock.now() + pauseMs));
      });
    this.#underWay.set(id, under);
  }

  #ringAt(at: number): void {
    this.#callOff();
    this.#alarmAt = at;
    if (!this.#handler) return;
    this.#callOff = this.#alarm.set(at, () => {
      this.#alarmAt = Number.POSITIVE_INFINITY;
      this.#look();
    });
  }
}
