import type { Clock } from '../../clock.ts';
import type { Priority } from '../../command/command.ts';
import type { Statement } from '../../sqlite/connection.ts';
import type { Database } from '../../sqlite/database.ts';
import type { Alarm } from '../../timers/alarm.ts';
import { inIndex } from './row.ts';

/** A row whose time has come. */
export interface DueRow {
  readonly n: number;
  readonly priority: Priority;
  readonly tenant: string;
  /** Since when it could be handed out, as far as the file says: what is due at once, since its acceptance. */
  readonly since: number;
}

export interface DueLookParts {
  readonly clock: Clock;
  readonly alarm: Alarm;
  readonly found: (row: DueRow) => void;
  /** How many of those found aren't done yet. */
  readonly atHand: () => number;
  /** What is due and in no index: asked at each look at everything. Throws SQLite's errors. */
  readonly unlisted?: () => readonly DueRow[];
}

/** Between two looks at everything, ms: finds what an alarm or an answer from the disk failed to tell. */
const wholeEveryMs = 60_000;
/** After a failed look or a failed write, ms. */
const againMs = 1_000;
/** With more than this at hand, nobody is short of work and the look at everything can wait. */
const plenty = 1_000;

/**
 * Watches one column of due times: `found` gets each row when its time has come. Rows due at once (0) are the writer's to hand on; a look at everything
 * (at the start, after failed writes, and once a minute) finds those too.
 */
export class DueLook {
  readonly #clock: Clock;
  readonly #alarm: Alarm;
  readonly #due: Statement;
  readonly #next: Statement;
  readonly #found: (row: DueRow) => void;
  readonly #unlisted: () => readonly DueRow[];
  readonly #atHand: () => number;
  #lookedAt = 0;
  #wholeAt = 0;
  #alarmAt = Number.POSITIVE_INFINITY;
  #callOff = () => {};

  constructor(database: Database, column: 'run_due' | 'send_due', { clock, alarm, found, atHand, unlisted = () => [] }: DueLookParts) {
    this.#clock = clock;
    this.#alarm = alarm;
    this.#found = found;
    this.#atHand = atHand;
    this.#unlisted = unlisted;
    this.#due = database.prepare(
      `SELECT n, priority, tenant, iif(${column} <= 1, accepted_at, ${column}) AS since FROM commands WHERE ${inIndex[column]} AND ${column} > ? AND ${column} <= ? ORDER BY ${column}, n`,
    );
    this.#next = database.prepare(`SELECT min(${column}) AS due FROM commands WHERE ${inIndex[column]} AND ${column} > ?`);
  }

  /** Something will be due at this instant. */
  note(due: number): void {
    if (due <= this.#lookedAt) this.#lookedAt = due - 1;
    if (due < this.#alarmAt) this.#ringAt(due);
  }

  /** What is in the file may differ from what is known: look at everything soon. */
  doubt(): void {
    this.#wholeAt = 0;
    this.#ringAt(this.#clock.now() + againMs);
  }

  /** Looks now, and sets the alarm for the next. */
  look(): void {
    const now = this.#clock.now();
    try {
      const isWhole = now >= this.#wholeAt && (this.#wholeAt === 0 || this.#atHand() < plenty);
      if (isWhole) for (const row of this.#unlisted()) this.#found(row);
      for (const row of this.#due.all(isWhole ? -1 : this.#lookedAt, now)) this.#found(row as unknown as DueRow);
      this.#lookedAt = now;
      if (now >= this.#wholeAt) this.#wholeAt = now + wholeEveryMs;
      const next = this.#next.get(now)?.due;
      this.#ringAt(Math.min(typeof next === 'number' ? next : Number.POSITIVE_INFINITY, this.#wholeAt));
    } catch {
      // The disk: whoever writes reports it, and this looks again.
      this.doubt();
    }
  }

  stop(): void {
    this.#callOff();
  }

  #ringAt(at: number): void {
    this.#callOff();
    this.#alarmAt = at;
    this.#callOff = this.#alarm.set(at, () => this.look());
  }
}
