import type { Histogram } from './histogram.ts';

/** What a check saw; `unknown`: it could not tell, or what it depends on failed. Their order is that of the files: add behind. */
export const states = ['up', 'down', 'unknown', 'maintenance'] as const;
export type State = (typeof states)[number];

/** One result. Of a series each is known by its instant. */
export interface Sample {
  /** 1–80 letters, digits and `_ . : -` of ASCII; a check's id. */
  readonly series: string;
  /** When it was seen, ms since 1970, whole. */
  readonly at: number;
  /**
   * How long it stands for, ms, whole, a day at most: the check's interval. It stands until the next one of its series, if that comes within 1.5 times as long; else for just as
   * long. So a run that is a little late leaves no hole, and what was not watched counts as nothing.
   */
  readonly forMs: number;
  readonly state: State;
  /** How long it took, 0–86,400,000 ms; below 10 µs counts as 10 µs. */
  readonly ms?: number;
}

/** A part of a range, from (included) to (excluded), ms since 1970. What of it is in no state was not watched. */
export interface Part {
  readonly from: number;
  readonly to: number;
  /** How long it was in each state, ms, exact. */
  readonly stateMs: Readonly<Record<State, number>>;
  /**
   * The latencies of its samples; see histogram.ts for percentiles. Of older history they are known by 5 minutes, hours or days (keeping.ts): those of one that lies across the
   * range's beginning or its end are counted whole.
   */
  readonly latency: Histogram;
}

/**
 * Numbers over time: what checks saw, kept as it was, then rolled up. Everything throws RangeError for what can't be (no name, no instant), and StorageFailed for what may be
 * repeated: a sample that is known changes nothing, whatever order they come in.
 */
export interface Series {
  /** Durable when it resolves; all or some of them when it rejects. Of a day that is rolled up already, or older than all that is kept, samples are left out. */
  append(samples: readonly Sample[]): Promise<void>;
  /** The range in `parts` equal parts (1–1,000; to the ms below), default one. What was appended a moment ago may be missing. */
  read(series: string, from: number, to: number, parts?: number): Promise<readonly Part[]>;
  /** Forgets all of it; what is appended from then on is a new one. Nothing happens when there is none. */
  drop(series: string): Promise<void>;
  /** Packs what came lately, rolls up and deletes what is old; called every few minutes. Ends early when `signal` says so. */
  sweep(signal?: AbortSignal): Promise<void>;
}

/** The share of the time watched, without maintenance, in which it was up: 0–1; null when it was not watched. */
export function uptimeOf({ stateMs: { up, down } }: Pick<Part, 'stateMs'>): number | null {
  return up + down === 0 ? null : up / (up + down);
}
