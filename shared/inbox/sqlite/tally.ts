import { type Priority, priorities } from '../../command/command.ts';
import type { SqliteRow } from './row.ts';

type Counted = Pick<SqliteRow, 'priority' | 'state' | 'sendDue' | 'deadAt'>;

/** How many commands are in which state, counted along so that nobody has to count rows. */
export class Tally {
  #waiting: Record<Priority, number> = { alert: 0, interactive: 0, report: 0 };
  running = 0;
  undelivered = 0;
  dead = 0;

  /** Accepted and not yet taken. */
  waiting(priority: Priority): number {
    return this.#waiting[priority];
  }

  /** The same, of all priorities together. */
  get backlog(): number {
    return this.#waiting.alert + this.#waiting.interactive + this.#waiting.report;
  }

  add(row: Counted, by: 1 | -1 = 1): void {
    if (row.state === 'accepted') this.#waiting[row.priority] += by;
    if (row.state === 'running') this.running += by;
    if (row.sendDue !== null) this.undelivered += by;
    if (row.deadAt !== null) this.dead += by;
  }

  move(before: Counted, after: Counted): void {
    this.add(before, -1);
    this.add(after);
  }

  accepted(priority: Priority): void {
    this.#waiting[priority]++;
  }

  clear(): void {
    for (const priority of priorities) this.#waiting[priority] = 0;
    this.running = 0;
    this.undelivered = 0;
    this.dead = 0;
  }
}
