import type { Bucket, Limits } from '../limits.ts';

/** Keys held at once; beyond it those idle are forgotten first, which can only be more generous to whom nobody sent to. */
const keysMax = 50_000;
/** Idle keys are looked for after this many takes. */
const tidyEvery = 10_000;

/** The instants of the last sends of one bucket: a ring of `count`, so that at most `count` fall in any window. */
interface Window {
  readonly times: Float64Array;
  next: number;
  readonly perMs: number;
}

/** Exact sliding windows in this process's memory. A restart forgets them: its first sends may come early by one window. */
export function memoryLimits(): Limits {
  const windows = new Map<string, Window>();
  const blocked = new Map<string, number>();
  let takes = 0;

  const nameOf = ({ key, count, perMs }: Bucket) => `${key} ${count}/${perMs}`;

  function windowOf(bucket: Bucket): Window {
    const name = nameOf(bucket);
    const known = windows.get(name);
    if (known) return known;
    const window = { times: new Float64Array(bucket.count).fill(Number.NEGATIVE_INFINITY), next: 0, perMs: bucket.perMs };
    windows.set(name, window);
    return window;
  }

  /** The oldest of the last `count` sends leaves the window then. */
  const freeAt = (window: Window) => (window.times[window.next] ?? 0) + window.perMs;

  function tidy(now: number): void {
    for (const [key, until] of blocked) if (until <= now) blocked.delete(key);
    for (const [name, window] of windows) {
      const last = window.times[(window.next + window.times.length - 1) % window.times.length] ?? 0;
      if (last + window.perMs <= now) windows.delete(name);
    }
  }

  return {
    async take(buckets, now) {
      if (++takes % tidyEvery === 0 || windows.size > keysMax) tidy(now);
      const taken = buckets.map(windowOf);
      let at = now;
      for (const window of taken) at = Math.max(at, freeAt(window));
      for (const { key } of buckets) at = Math.max(at, blocked.get(key) ?? 0);
      if (at > now) return at;
      for (const window of taken) {
        window.times[window.next] = now;
        window.next = (window.next + 1) % window.times.length;
      }
      return now;
    },

    async block(keys, until) {
      for (const key of keys) blocked.set(key, Math.max(until, blocked.get(key) ?? 0));
    },
  };
}
