/** One bucket that a send draws from: at most `count` in any `perMs`. */
export interface Bucket {
  readonly key: string;
  readonly count: number;
  readonly perMs: number;
}

/** Rates that platforms allow. Throws StorageFailed when it can't be told; what was taken then may be taken all the same. */
export interface Limits {
  /** Takes one from all of them, or from none. Answers now when taken, else the earliest instant (ms since 1970) at which it is worth asking again. */
  take(buckets: readonly Bucket[], now: number): Promise<number>;
  /** Nothing passes these until `until`, ms since 1970: a platform said Retry-After. */
  block(keys: readonly string[], until: number): Promise<void>;
}
