export const dayMs = 86_400_000;
/** The day of an instant, days since 1970 in UTC. */
export const dayOf = (at: number): number => Math.floor(at / dayMs);

/** A sample of a series that is known, as it is kept. */
export interface Point {
  readonly at: number;
  readonly forMs: number;
  /** Its place in `states`. */
  readonly state: number;
  /** The bucket of its latency; -1: it has none. */
  readonly bucket: number;
}

/** For how long a series was in one state, ms since 1970. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly state: number;
}

/** Latencies of the samples from `at` on, for as long as the day's `slotMs`. There are thousands, so it is no map: a bucket and how many are in it, in turn, in order of the buckets. */
export interface Slot {
  readonly at: number;
  readonly latency: readonly number[];
}

/** A day as it was seen: its samples in order, no two of one instant, at least one. */
export interface RawDay {
  readonly kind: 'raw';
  readonly day: number;
  readonly points: readonly Point[];
}

/** A day rolled up: states are still exact. How long its last sample stands says the day after. */
export interface RolledDay {
  readonly kind: 'rolled';
  readonly day: number;
  /** Of all samples but the last, in order, none across another. */
  readonly runs: readonly Run[];
  readonly last: Omit<Point, 'bucket'>;
  readonly slotMs: number;
  /** In order, those that have some. */
  readonly slots: readonly Slot[];
}

export type Day = RawDay | RolledDay;

/** Until when a sample stands, when the next one comes at `next` (Infinity: none has come). */
export function endOf({ at, forMs }: Pick<Point, 'at' | 'forMs'>, next: number): number {
  return next <= at + 1.5 * forMs ? next : at + forMs;
}

/** The farthest days whose samples may say something about one: a sample stands for a day and a half at most, and the next says for how long. */
export const besides = 2;

/** What was when, in order, of days in order; neighbours of one state are one. */
export function runsOf(days: readonly Day[]): readonly Run[] {
  const runs: { from: number; to: number; state: number }[] = [];
  let open: Omit<Point, 'bucket'> | undefined;
  const add = (from: number, to: number, state: number) => {
    const before = runs.at(-1);
    if (before?.to === from && before.state === state) before.to = to;
    else runs.push({ from, to, state });
  };
  const close = (next: number) => {
    if (open) add(open.at, endOf(open, next), open.state);
  };
  for (const day of days) {
    if (day.kind === 'raw') {
      for (const point of day.points) {
        close(point.at);
        open = point;
      }
    } else {
      close(day.runs[0]?.from ?? day.last.at);
      for (const { from, to, state } of day.runs) add(from, to, state);
      open = day.last;
    }
  }
  close(Number.POSITIVE_INFINITY);
  return runs;
}

/** In order, each instant once: of two of one instant the first that was given stands. */
export function inOrder(points: readonly Point[]): readonly Point[] {
  let isOrdered = true;
  for (let i = 1; i < points.length && isOrdered; i++) isOrdered = (points[i - 1]?.at ?? 0) < (points[i]?.at ?? 0);
  if (isOrdered) return points;
  return points.toSorted((a, b) => a.at - b.at).filter(({ at }, i, all) => at !== all[i - 1]?.at);
}
