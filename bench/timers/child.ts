import { systemClock } from '../../shared/clock.ts';
import { openDatabase } from '../../shared/sqlite/database.ts';
import { systemAlarm } from '../../shared/timers/alarm.ts';
import { sqliteTimers } from '../../shared/timers/sqlite/timers.ts';
import { answers, memoryBytes } from '../process/answers.ts';
import { percentile } from '../statistics.ts';
import { quiet } from '../store/fill.ts';

export interface Load {
  readonly folder: string;
  /** Due in a year. */
  readonly waiting: number;
  /** Due one after the other. */
  readonly due: number;
  readonly overMs: number;
}

export interface Lateness {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly lost: number;
  readonly twice: number;
  readonly rss: number;
}

/** So long until the first is due, ms: all are armed by then. */
const leadMs = 3_000;
/** After the last was due, ms. */
const graceMs = 5_000;

answers({
  async arm({ folder, waiting }: Load) {
    const database = openDatabase(folder, { clock: systemClock, log: quiet });
    const timers = sqliteTimers(database, { clock: systemClock });
    const year = Date.now() + 365 * 86_400_000;
    for (let at = 0; at < waiting; at += 5_000)
      await Promise.all(Array.from({ length: 5_000 }, (_, i) => timers.arm(`wait/t/${at + i}`, 1, year + at + i)));
    database.close();
  },
  /** The product's timers over SQLite, with what waits in the file. */
  async kept({ folder, due, overMs }: Load): Promise<Lateness> {
    const database = openDatabase(folder, { clock: systemClock, log: quiet });
    const timers = sqliteTimers(database, { clock: systemClock });
    const first = Date.now() + leadMs + due / 20;
    for (let at = 0; at < due; at += 5_000) {
      await Promise.all(
        Array.from({ length: Math.min(5_000, due - at) }, (_, i) => timers.arm(`due/t/${at + i}`, 1, first + ((at + i) * overMs) / due)),
      );
    }
    const seen = new Watch(due);
    const stop = new AbortController();
    const consuming = timers.consume(async ({ id, due: at }) => seen.fired(Number(id.slice(6)), Date.now() - at), { signal: stop.signal });
    await new Promise((resolve) => setTimeout(resolve, first - Date.now() + overMs + graceMs));
    stop.abort();
    await consuming;
    database.close();
    return seen.lateness();
  },
  /** The least there is: as many of Node's own timers, in memory, gone with the process. */
  async bare({ due, overMs }: Load): Promise<Lateness> {
    const seen = new Watch(due);
    const first = Date.now() + leadMs;
    const alarm = systemAlarm(systemClock);
    for (let i = 0; i < due; i++) {
      const at = first + (i * overMs) / due;
      alarm.set(at, () => seen.fired(i, Date.now() - at));
    }
    await new Promise((resolve) => setTimeout(resolve, leadMs + overMs + graceMs));
    return seen.lateness();
  },
});

/** What fired, and how late. */
class Watch {
  readonly #times: Uint8Array;
  readonly #late: number[] = [];

  constructor(count: number) {
    this.#times = new Uint8Array(count);
  }

  fired(index: number, lateMs: number): void {
    this.#times[index] = (this.#times[index] ?? 0) + 1;
    this.#late.push(lateMs);
  }

  async lateness(): Promise<Lateness> {
    const [p50, p99, max] = [50, 99, 100].map((percent) => percentile(this.#late, percent)) as [number, number, number];
    const count = (of: (times: number) => boolean) => this.#times.reduce((sum, times) => sum + (of(times) ? 1 : 0), 0);
    const { collected: rss } = await memoryBytes();
    return { p50, p99, max, lost: count((times) => times === 0), twice: count((times) => times > 1), rss };
  }
}
