import { Fifo } from './fifo.ts';
import type { Entry } from './ready-queue.ts';

/** Weights further apart than this are taken as this. */
const weightMin = 0.1;
const weightMax = 100;

interface Line {
  readonly tenant: string;
  readonly weight: number;
  readonly entries: Fifo<Entry>;
  /** Entries it may still give before the next line's turn. */
  credit: number;
}

/**
 * One line a tenant; each gives as many as its weight, then the next one does (deficit round robin). So a tenant with ten thousand waiting holds up
 * another's first one only by its own share. An entry taken elsewhere (`taken`) is passed over.
 */
export class TenantLines {
  readonly #weightOf: (tenant: string) => number;
  readonly #lines = new Map<string, Line>();
  #ring = new Fifo<Line>();

  constructor(weightOf: (tenant: string) => number) {
    this.#weightOf = weightOf;
  }

  push(entry: Entry): void {
    let line = this.#lines.get(entry.tenant);
    if (!line) {
      const weight = Math.min(weightMax, Math.max(weightMin, this.#weightOf(entry.tenant)));
      line = { tenant: entry.tenant, weight, entries: new Fifo(), credit: weight };
      this.#lines.set(entry.tenant, line);
      this.#ring.push(line);
    }
    line.entries.push(entry);
  }

  take(): Entry | undefined {
    for (;;) {
      const line = this.#ring.peek();
      if (!line) return undefined;
      while (line.entries.peek()?.taken) line.entries.shift();
      if (line.entries.size === 0) {
        this.#ring.shift();
        this.#lines.delete(line.tenant);
      } else if (line.credit >= 1) {
        line.credit--;
        return line.entries.shift();
      } else {
        line.credit += line.weight;
        this.#ring.shift();
        this.#ring.push(line);
      }
    }
  }
}
