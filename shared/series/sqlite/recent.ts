import type { Row } from '../../sqlite/connection.ts';
import { batchIn, type Placed } from '../batch.ts';
import { dayOf, type Point } from '../day.ts';

/** Numbers that a sample takes. */
const width = 4;

/** Samples that are not in their days yet, by series, as plain numbers: 32 bytes each. */
export class Recent {
  readonly #series = new Map<string, number[]>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add({ series, point: { at, forMs, state, bucket } }: Placed): void {
    let numbers = this.#series.get(series);
    if (!numbers) {
      numbers = [];
      this.#series.set(series, numbers);
    }
    numbers.push(at, forMs, state, bucket);
    this.#count++;
  }

  /** In the order they came. */
  points(series: string): readonly Point[] {
    const numbers = this.#series.get(series) ?? [];
    return Array.from({ length: numbers.length / width }, (_, i): Point => {
      const at = i * width;
      return { at: numbers[at] ?? 0, forMs: numbers[at + 1] ?? 0, state: numbers[at + 2] ?? 0, bucket: numbers[at + 3] ?? -1 };
    });
  }

  delete(series: string): void {
    this.#count -= (this.#series.get(series)?.length ?? 0) / width;
    this.#series.delete(series);
  }

  /** The names of them all, or of the first of them. */
  names(most = Number.POSITIVE_INFINITY): readonly string[] {
    return this.#series.keys().take(most).toArray();
  }
}

/** What came and is not in its days: the rows of `arrived`, in order. */
export const arrivedSql = 'SELECT dropped, batch FROM arrived ORDER BY n';

export function recentIn(rows: Iterable<Row>): Recent {
  const recent = new Recent();
  for (const { dropped, batch } of rows) {
    if (batch instanceof Uint8Array) for (const placed of batchIn(batch)) recent.add(placed);
    else recent.delete(String(dropped));
  }
  return recent;
}

export const byDay = (points: readonly Point[]): ReadonlyMap<number, readonly Point[]> => Map.groupBy(points, ({ at }) => dayOf(at));
