import { Fifo } from './fifo.ts';
import { WaitingLine } from './waiting-line.ts';

/** Weights further apart than this are taken as this. */
const weightMin = 0.1;
const weightMax = 100;

interface Line {
  readonly tenant: string;
  readonly weight: number;
  readonly waiting: WaitingLine;
  /** How many it may still give before the next line's turn. */
  credit: number;
}

/** One that was given out. */
export interface Given {
  /** Its number here: maps that change as often as these hold numbers alone, for V8 keeps what old tables of them held. */
  readonly n: number;
  readonly tenant: string;
  /** Since when it could be handed out, ms since 1970. */
  readonly since: number;
}

/**
 * One line a tenant; each gives as many as its weight, then the next one does (deficit round robin). So a tenant with ten thousand waiting holds up
 * another's first one only by its own share.
 */
export class TenantLines {
  readonly #weightOf: (tenant: string) => number;
  readonly #lines = new Map<string, Line>();
  readonly #ring = new Fifo<Line>();
  size = 0;

  constructor(weightOf: (tenant: string) => number) {
    this.#weightOf = weightOf;
  }

  push(n: number, tenant: string, since: number): void {
    let line = this.#lines.get(tenant);
    if (!line) {
      const weight = Math.min(weightMax, Math.max(weightMin, this.#weightOf(tenant)));
      line = { tenant, weight, waiting: new WaitingLine(), credit: weight };
      this.#lines.set(tenant, line);
      this.#ring.push(line);
    }
    line.waiting.push(n, since);
    this.size++;
  }

  take(): Given | undefined {
    for (;;) {
      const line = this.#ring.peek();
      if (!line) return undefined;
      if (line.waiting.size === 0) {
        this.#ring.shift();
        this.#lines.delete(line.tenant);
      } else if (line.credit >= 1) {
        line.credit--;
        return this.#giveOf(line);
      } else {
        line.credit += line.weight;
        this.#ring.shift();
        this.#ring.push(line);
      }
    }
  }

  /** Since when the one that waits longest does; null when none does. Looks at the first of each line. */
  oldest(): number | null {
    return this.#oldestLine()?.waiting.firstSince ?? null;
  }

  /** The one that waits longest, whoever's turn it is. */
  takeOldest(): Given | undefined {
    const line = this.#oldestLine();
    return line && this.#giveOf(line);
  }

  #oldestLine(): Line | undefined {
    let oldest: Line | undefined;
    for (const line of this.#lines.values())
      if (line.waiting.size > 0 && (!oldest || line.waiting.firstSince < oldest.waiting.firstSince)) oldest = line;
    return oldest;
  }

  #giveOf({ tenant, waiting }: Line): Given {
    const given = { n: waiting.first, tenant, since: waiting.firstSince };
    waiting.shift();
    this.size--;
    return given;
  }
}
