import type { Bucket, Limits } from '../limits.ts';
import { Window } from './window.ts';

/** Idle keys looked at with each take: forgetting keeps pace with what is new. */
const forgetEach = 2;

/** Exact sliding windows in this process's memory: a bucket's window never has more than `count` in any `perMs`. Keys that are idle are forgotten. */
export function memoryLimits(): Limits {
  /** By key and window, the longest untouched first. */
  const windows = new Map<string, Window>();
  const blocked = new Map<string, number>();

  return {
    async take(buckets, now) {
      forget(now);
      let at = now;
      for (const bucket of buckets) {
        at = Math.max(at, blockedUntil(bucket.key, now), windows.get(nameOf(bucket))?.freeAt(bucket.count, now) ?? now);
      }
      if (at > now) return at;
      for (const bucket of buckets) windowOf(bucket).take(now);
      return now;
    },
    async block(keys, until) {
      for (const key of keys) {
        const before = blocked.get(key) ?? 0;
        blocked.delete(key);
        blocked.set(key, Math.max(before, until));
      }
    },
  };

  function windowOf(bucket: Bucket): Window {
    const name = nameOf(bucket);
    const window = windows.get(name) ?? new Window(bucket.perMs);
    windows.delete(name);
    windows.set(name, window);
    return window;
  }

  function blockedUntil(key: string, now: number): number {
    const until = blocked.get(key) ?? 0;
    if (until > now) return until;
    blocked.delete(key);
    return now;
  }

  function forget(now: number): void {
    let looks = forgetEach;
    for (const [name, window] of windows) {
      if (looks-- === 0 || !window.isIdle(now)) break;
      windows.delete(name);
    }
    looks = forgetEach;
    for (const [key, until] of blocked) {
      if (looks-- === 0 || until > now) break;
      blocked.delete(key);
    }
  }
}

const nameOf = ({ key, perMs }: Bucket) => `${perMs} ${key}`;
