/** How long a timer waits whose handler has thrown, ms: 1 s, 2 s, 4 s … 5 min. `tries`: how often it had thrown before. */
export const againMs = (tries: number) => Math.min(300_000, 1_000 * 2 ** Math.min(tries, 16));
