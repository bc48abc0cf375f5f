import type { Connection } from '../../sqlite/connection.ts';
import { batchIn } from '../batch.ts';
import { blockOf, dayIn as dayInBlock, together, withPoints } from '../block.ts';
import { besides, type Day, dayMs, dayOf, type Point } from '../day.ts';
import { keptDay, turnedBetween } from '../keeping.ts';
import { partsOf } from '../parts.ts';
import type { Part } from '../series.ts';
import { arrivedSql, byDay, Recent, recentIn } from './recent.ts';
import { dayIn, rowOf } from './schema.ts';

/** Series folded, and those rolled up, in one step: some 20 ms, for which a read may wait. */
const step = 1_000;
const rollStep = 50;
/** So many samples in memory are many: 8 MB. */
const manyRecent = 250_000;

/** Series in their file, as their thread has them. Calls are synchronous; SQLite's errors pass through. */
export class KeptSeries {
  readonly #connection: Connection;
  readonly #rawMs: number;
  /** What came since the last fold began, and what is being folded. Both lie in `arrived` too. */
  #recent: Recent;
  #folding = new Recent();
  /** The last row of `arrived` that the fold is of. */
  #mark = 0;
  /** The last series that this sweep has looked at. */
  #rolled = 0;
  readonly #sql;

  constructor(connection: Connection, rawMs: number) {
    this.#connection = connection;
    this.#rawMs = rawMs;
    const prepare = (sql: string) => connection.prepare(sql);
    this.#sql = {
      begin: prepare('BEGIN IMMEDIATE'),
      commit: prepare('COMMIT'),
      arrive: prepare('INSERT INTO arrived (dropped, batch) VALUES (?, ?)'),
      fold: prepare('DELETE FROM arrived WHERE n <= ?'),
      last: prepare('SELECT max(n) AS n FROM arrived'),
      id: prepare('SELECT id FROM series WHERE name = ?'),
      make: prepare('INSERT INTO series (name) VALUES (?)'),
      unmake: prepare('DELETE FROM series WHERE id = ?'),
      due: prepare('SELECT id, swept FROM series WHERE swept < ? AND id > ? ORDER BY id LIMIT ?'),
      swept: prepare('UPDATE series SET swept = ? WHERE id = ?'),
      day: prepare('SELECT block FROM days WHERE n = ?'),
      days: prepare('SELECT n, block FROM days WHERE n BETWEEN ? AND ? ORDER BY n'),
      any: prepare('SELECT 1 FROM days WHERE n BETWEEN ? AND ? LIMIT 1'),
      put: prepare('INSERT INTO days (n, block) VALUES (?, ?) ON CONFLICT (n) DO UPDATE SET block = excluded.block'),
      delete: prepare('DELETE FROM days WHERE n BETWEEN ? AND ?'),
    };
    this.#recent = recentIn(prepare(arrivedSql).all());
  }

  /** Answers whether there is so much by now that it is to be swept. */
  append(batch: Uint8Array): boolean {
    this.#write(() => this.#sql.arrive.run(null, batch));
    for (const placed of batchIn(batch)) this.#recent.add(placed);
    return this.#recent.count > manyRecent;
  }

  /** As it is kept by `now`, whether a sweep was there already or not. */
  read(series: string, from: number, to: number, parts: number, now: number): readonly Part[] {
    const [first, last] = [dayOf(from) - besides, dayOf(to) + besides];
    const days = new Map<number, Day>();
    const id = this.#idOf(series);
    if (id !== undefined) {
      for (const { n, block } of this.#sql.days.all(rowOf(id, Math.max(0, first)), rowOf(id, last))) {
        const day = dayIn(Number(n));
        if (block instanceof Uint8Array) days.set(day, dayInBlock(day, block));
      }
    }
    for (const [day, points] of byDay([...this.#folding.points(series), ...this.#recent.points(series)])) {
      if (day >= first && day <= last) days.set(day, together(days.get(day) ?? { kind: 'raw', day, points: [] }, points));
    }
    const kept = [...days.values()].sort((a, b) => a.day - b.day).flatMap((day) => keptDay(day, now, this.#rawMs) ?? []);
    return partsOf(kept, from, to, parts);
  }

  drop(series: string): void {
    this.#write(() => {
      const id = this.#idOf(series);
      if (id !== undefined) this.#forget(id);
      this.#sql.arrive.run(series, null);
    });
    this.#folding.delete(series);
    this.#recent.delete(series);
  }

  /** Does a part of a sweep; `begins`: the first. Answers whether there is more. What fails is as it was. */
  sweep(now: number, begins: boolean): boolean {
    if (begins) this.#rolled = 0;
    if (begins && this.#folding.count === 0) {
      [this.#folding, this.#recent] = [this.#recent, new Recent()];
      this.#mark = Number(this.#sql.last.get()?.n ?? 0);
    }
    if (this.#mark > 0) {
      this.#fold();
      return true;
    }
    return this.#roll(now);
  }

  #fold(): void {
    const names = this.#folding.names(step);
    this.#write(() => {
      for (const name of names) {
        const id = this.#idOf(name) ?? this.#sql.make.insert(name) ?? 0;
        for (const [day, points] of byDay(this.#folding.points(name))) this.#add(rowOf(id, day), day, points);
      }
      if (names.length < step) this.#sql.fold.run(this.#mark);
    });
    for (const name of names) this.#folding.delete(name);
    if (names.length < step) this.#mark = 0;
  }

  #add(row: number, day: number, points: readonly Point[]): void {
    const block = this.#sql.day.get(row)?.block;
    this.#sql.put.run(row, withPoints(day, block instanceof Uint8Array ? block : undefined, points));
  }

  /**
   * Rolls up and deletes what is due of some series: once a day each, and in one sweep no more than a day's worth, so that a clock which is years ahead for an hour takes
   * some of the oldest days and not all of them.
   */
  #roll(now: number): boolean {
    const due = this.#sql.due.all(now - (now % dayMs), this.#rolled, rollStep);
    if (due.length === 0) return false;
    this.#write(() => {
      for (const { id, swept } of due) {
        const [series, before] = [Number(id), Number(swept)];
        const until = before === 0 ? now : Math.min(now, before + dayMs);
        for (const [first, last] of turnedBetween(before, until, this.#rawMs)) {
          if (last < 0) continue;
          for (const { n, block } of this.#sql.days.all(rowOf(series, Math.max(0, first)), rowOf(series, last))) {
            if (block instanceof Uint8Array) this.#keep(Number(n), block, until);
          }
        }
        if (this.#sql.any.get(rowOf(series, 0), rowOf(series + 1, 0) - 1)) this.#sql.swept.run(until, series);
        else this.#sql.unmake.run(series);
      }
    });
    this.#rolled = Number(due.at(-1)?.id);
    return due.length === rollStep;
  }

  /** As it is to be kept by now, where that isn't as it is. */
  #keep(row: number, block: Uint8Array, now: number): void {
    const day = dayInBlock(dayIn(row), block);
    const kept = keptDay(day, now, this.#rawMs);
    if (kept === null) this.#sql.delete.run(row, row);
    else if (kept !== day) this.#sql.put.run(row, blockOf(kept));
  }

  #idOf(series: string): number | undefined {
    const id = this.#sql.id.get(series)?.id;
    return id === undefined ? undefined : Number(id);
  }

  #forget(id: number): void {
    this.#sql.delete.run(rowOf(id, 0), rowOf(id + 1, 0) - 1);
    this.#sql.unmake.run(id);
  }

  /** All of it on the disk, or none. */
  #write(work: () => void): void {
    this.#connection.insistOnFile();
    this.#sql.begin.run();
    try {
      work();
      this.#sql.commit.run();
    } catch (cause) {
      if (this.#connection.db.isTransaction) this.#connection.db.exec('ROLLBACK');
      throw cause;
    }
  }
}
