import { type Priority, priorities } from '../command/command.ts';
import { Fifo } from './fifo.ts';
import { TenantLines } from './tenant-lines.ts';

/** What may be handed out now. What is kept is the truth; this is the order. */
export interface Entry {
  /** Its number here: maps that change as often as these hold numbers alone, for V8 keeps what old tables of them held. */
  readonly n: number;
  readonly priority: Priority;
  readonly tenant: string;
  /** Since when it could be handed out, ms since 1970. */
  readonly since: number;
  taken: boolean;
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
  /** All of the priority by age. */
  readonly byAge: Fifo<Entry>;
  size: number;
  turn: number;
}

/** Order of the work at hand: by shares of the priorities, none idle while there is work; within one by tenant; and a report that has waited long, next. */
export class ReadyQueue {
  readonly #levels: readonly Level[];
  readonly #level: Readonly<Record<Priority, Level>>;
  readonly #queued = new Set<number>();
  #sinceAged = agedEvery;

  constructor(weightOf: (tenant: string) => number) {
    const level = (priority: Priority): Level => ({ priority, lines: new TenantLines(weightOf), byAge: new Fifo(), size: 0, turn: 0 });
    this.#level = { alert: level('alert'), interactive: level('interactive'), report: level('report') };
    this.#levels = priorities.map((priority) => this.#level[priority]);
  }

  get size(): number {
    return this.#queued.size;
  }

  /** Since when the oldest of a priority has waited; null when none does. */
  oldest(priority: Priority): number | null {
    return oldestOf(this.#level[priority])?.since ?? null;
  }

  /** Changes nothing when it is in it already. */
  push(n: number, priority: Priority, tenant: string, since: number): void {
    if (this.#queued.has(n)) return;
    this.#queued.add(n);
    const entry: Entry = { n, priority, tenant, since, taken: false };
    const level = this.#level[priority];
    level.lines.push(entry);
    level.byAge.push(entry);
    level.size++;
  }

  take(now: number): Entry | undefined {
    const aged = this.#aged(now);
    const level = aged ?? this.#nextByShare();
    const entry = aged ? oldestOf(aged) : level?.lines.take();
    if (!level || !entry) return undefined;
    entry.taken = true;
    level.size--;
    this.#queued.delete(entry.n);
    // Lets go of it in the other order too.
    oldestOf(level);
    return entry;
  }

  /** The reports, when the oldest has waited too long, it is an aged one's turn, and others compete. */
  #aged(now: number): Level | undefined {
    this.#sinceAged++;
    const { report } = this.#level;
    const oldest = oldestOf(report);
    if (!oldest || now - oldest.since < agedMs || this.#sinceAged < agedEvery || report.size === this.size) return undefined;
    this.#sinceAged = 0;
    return report;
  }

  /** Smooth weighted round robin over the priorities that have work. */
  #nextByShare(): Level | undefined {
    let total = 0;
    let best: Level | undefined;
    for (const level of this.#levels) {
      if (level.size === 0) continue;
      level.turn += shares[level.priority];
      total += shares[level.priority];
      if (!best || level.turn > best.turn) best = level;
    }
    if (best) best.turn -= total;
    return best;
  }
}

function oldestOf(level: Level): Entry | undefined {
  while (level.byAge.peek()?.taken) level.byAge.shift();
  return level.byAge.peek();
}
