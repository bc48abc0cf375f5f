import { type Priority, priorities } from '../command/command.ts';
import { type Given, TenantLines } from './tenant-lines.ts';

/** What may be handed out now. What is kept is the truth; this is the order. */
export interface Entry extends Given {
  readonly priority: Priority;
}

/** Turns of each priority when all have work. */
export const shares: Readonly<Record<Priority, number>> = { alert: 8, interactive: 3, report: 1 };
/** A report that has waited this long goes next … */
export const agedMs = 30_000;
/** … but at most one in so many turns, so that a backlog of reports can't hold up the alerts. */
export const agedEvery = 4;

interface Level {
  readonly priority: Priority;
  readonly lines: TenantLines;
  turn: number;
}

/** Order of the work at hand: by shares of the priorities, none idle while there is work; within one by tenant; and a report that has waited long, next. */
export class ReadyQueue {
  readonly #levels: readonly Level[];
  readonly #level: Readonly<Record<Priority, Level>>;
  readonly #queued = new Set<number>();
  #sinceAged = agedEvery;
  /** No report waits since before that. */
  #reportsSince = Number.POSITIVE_INFINITY;

  constructor(weightOf: (tenant: string) => number) {
    const level = (priority: Priority): Level => ({ priority, lines: new TenantLines(weightOf), turn: 0 });
    this.#level = { alert: level('alert'), interactive: level('interactive'), report: level('report') };
    this.#levels = priorities.map((priority) => this.#level[priority]);
  }

  get size(): number {
    return this.#queued.size;
  }

  /** The numbers of all that wait. */
  numbers(): Iterable<number> {
    return this.#queued;
  }

  /** Since when the oldest of a priority has waited; null when none does. */
  oldest(priority: Priority): number | null {
    return this.#level[priority].lines.oldest();
  }

  /** Changes nothing when it is in it already. */
  push(n: number, priority: Priority, tenant: string, since: number): void {
    const { size } = this.#queued;
    if (this.#queued.add(n).size === size) return;
    this.#level[priority].lines.push(n, tenant, since);
    if (priority === 'report' && since < this.#reportsSince) this.#reportsSince = since;
  }

  take(now: number): Entry | undefined {
    const aged = this.#isAgedTurn(now) ? this.#level.report : undefined;
    const level = aged ?? this.#nextByShare();
    const given = aged ? aged.lines.takeOldest() : level?.lines.take();
    if (!level || !given) return undefined;
    this.#queued.delete(given.n);
    return { ...given, priority: level.priority };
  }

  /** The oldest report has waited too long, it is an aged one's turn, and others compete. */
  #isAgedTurn(now: number): boolean {
    const { lines } = this.#level.report;
    // All reports are looked at only once one of them may be old enough.
    if (++this.#sinceAged < agedEvery || lines.size === 0 || lines.size === this.size || now - this.#reportsSince < agedMs) return false;
    this.#reportsSince = lines.oldest() ?? Number.POSITIVE_INFINITY;
    if (now - this.#reportsSince < agedMs) return false;
    this.#sinceAged = 0;
    return true;
  }

  /** Smooth weighted round robin over the priorities that have work. */
  #nextByShare(): Level | undefined {
    let total = 0;
    let best: Level | undefined;
    for (const level of this.#levels) {
      if (level.lines.size === 0) continue;
      level.turn += shares[level.priority];
      total += shares[level.priority];
      if (!best || level.turn > best.turn) best = level;
    }
    if (best) best.turn -= total;
    return best;
  }
}
