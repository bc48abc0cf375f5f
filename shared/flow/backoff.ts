/** How long to wait after the n-th failed try (from 0): full jitter below 1 s, 2 s, 4 s … 5 min, at least half of it. `random` gives 0–1. */
export function backoffMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(300_000, 1_000 * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling * (0.5 + random() / 2));
}
