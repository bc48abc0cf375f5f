/** How long to wait after the n-th failed try (from 0): full jitter below 1 s, 2 s, 4 s … 5 min. `random` gives 0–1. */
export function backoffMs(tries: number, random: () => number): number {
  return Math.round(Math.min(300_000, 1_000 * 2 ** Math.min(tries, 16)) * random());
}
