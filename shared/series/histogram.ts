/**
 * How often a latency fell into which bucket: buckets are 4 % apart, so that the middle of each is within 2 % of all in it, from 10 µs on. Two add up to the one of all samples,
 * so any range has its percentiles from those of its parts.
 */
export type Histogram = ReadonlyMap<number, number>;

const growth = 1.04;
const firstMs = 0.01;
const logGrowth = Math.log(growth);

export const bucketOf = (ms: number): number => (ms <= firstMs ? 0 : Math.round(Math.log(ms / firstMs) / logGrowth));

/** The middle of a bucket, ms: within 2 % of each latency in it. */
export const msOf = (bucket: number): number => firstMs * growth ** bucket;

export function countOf(histogram: Histogram): number {
  let count = 0;
  for (const times of histogram.values()) count += times;
  return count;
}

/** The least latency that `share` (0–1) of all are not above, ms, within 2 %: 0 gives the least, 1 the greatest. Null when there are none. */
export function percentileOf(histogram: Histogram, share: number): number | null {
  let left = Math.max(1, Math.ceil(share * countOf(histogram)));
  for (const [bucket, times] of [...histogram].sort(([a], [b]) => a - b)) {
    left -= times;
    if (left <= 0) return msOf(bucket);
  }
  return null;
}

/** The mean, ms, within 2 %; null when there are none. */
export function meanOf(histogram: Histogram): number | null {
  let [sum, count] = [0, 0];
  for (const [bucket, times] of histogram) {
    sum += msOf(bucket) * times;
    count += times;
  }
  return count === 0 ? null : sum / count;
}

/** All of them together. */
export function merged(histograms: Iterable<Histogram>): Histogram {
  const sum = new Map<number, number>();
  for (const histogram of histograms) for (const [bucket, times] of histogram) add(sum, bucket, times);
  return sum;
}

/** So many more in a bucket. */
export function add(sum: Map<number, number>, bucket: number, times: number): void {
  sum.set(bucket, (sum.get(bucket) ?? 0) + times);
}

/** What a slot of a day has, see day.ts. */
export function addAll(sum: Map<number, number>, latency: readonly number[]): void {
  for (let i = 0; i < latency.length; i += 2) add(sum, latency[i] ?? 0, latency[i + 1] ?? 0);
}
