import { type Connection, connection } from './connection.ts';

/** What came of a stretch of load. */
export interface Load {
  readonly count: number;
  readonly tookMs: number;
  /** Of each request, ms, in the order they ended. */
  readonly latenciesMs: Float64Array;
  /** How many were answered with each status but 200; 0: the connection broke. */
  readonly unexpected: Readonly<Record<number, number>>;
}

/** Closed loop: each connection sends its next request when the one before is answered. */
export async function saturate(port: number, requests: readonly Buffer[], connections: number): Promise<Load> {
  const open = await Promise.all(Array.from({ length: connections }, () => connection(port)));
  const latenciesMs = new Float64Array(requests.length);
  const unexpected: Record<number, number> = {};
  let next = 0;
  let ended = 0;
  const startedAt = performance.now();
  await new Promise<void>((resolve) => {
    const go = (one: Connection): void => {
      const request = requests[next++];
      if (request === undefined) return;
      const sentAt = performance.now();
      one.send(request, (status) => {
        latenciesMs[ended++] = performance.now() - sentAt;
        if (status !== 200) unexpected[status] = (unexpected[status] ?? 0) + 1;
        if (ended === requests.length) resolve();
        else go(one);
      });
    };
    if (requests.length === 0) resolve();
    for (const one of open) go(one);
  });
  const tookMs = performance.now() - startedAt;
  for (const one of open) one.close();
  return { count: requests.length, tookMs, latenciesMs, unexpected };
}
