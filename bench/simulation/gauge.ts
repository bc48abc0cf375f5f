/** How much of something is used, against what there is of it. */
export interface Gauge {
  readonly name: string;
  /** What to raise, when it is full. */
  readonly raise: string;
  /** Who comes when it is full waits, and nothing is refused. */
  readonly isQueue: boolean;
  /** The most at once, or in a second. */
  most: number;
  /** What there was of it then. */
  limit: number;
  /** Times that it was full, and somebody had to wait or was refused; and when that was first so, s. */
  refused: number;
  fullAt: number;
}

export const gauge = (name: string, raise: string, isQueue = false): Gauge => ({
  name,
  raise,
  isQueue,
  most: 0,
  limit: Number.POSITIVE_INFINITY,
  refused: 0,
  fullAt: Number.POSITIVE_INFINITY,
});

/** Notes a use; the one that came nearest to its limit stays. */
export function note(one: Gauge, used: number, limit: number): void {
  if (used / limit <= one.most / one.limit && one.limit !== Number.POSITIVE_INFINITY) return;
  one.most = used;
  one.limit = limit;
}

/** It is full: somebody waits, or is refused. */
export function full(one: Gauge, now: number): void {
  one.refused++;
  one.fullAt = Math.min(one.fullAt, now);
}
