/** How long to wait after the n-th failed try (from 0), ms: 1 s, 2 s, 4 s … 5 min at most, and half of that at least, so that many don't come again at once. `random` gives 0–1. */
export function backoffMs(tries: number, random: () => number): number {
  const most = Math.min(300_000, 1_000 * 2 ** Math.min(tries, 16));
  return Math.round(most * (0.5 + random() / 2));
}
