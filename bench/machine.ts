import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

/** Which core each side runs on. */
export const cores = { server: 0, load: 1 } as const;
export type Side = keyof typeof cores;

/** Whether processes can be kept to one core here: Linux with taskset, two cores at least. */
export const canPin = availableParallelism() >= 2 && spawnSync('taskset', ['-c', '0,1', 'true']).status === 0;

/** One line about where this runs. */
export function machine(): string {
  const pinned = canPin ? `server pinned to core ${cores.server}, load to core ${cores.load} (taskset)` : 'not pinned: no taskset, or one core';
  return `node ${process.version}, ${availableParallelism()} cores of ${cpus()[0]?.model.trim() || 'unnamed kind'}; ${pinned}`;
}

/**
 * Notices when this machine has more to do than the measurement: answers, when asked, the share of the time since the start in which something waited for a core
 * (Linux: pressure stall information). Undefined where nobody counts it.
 */
export function crowding(): () => number | undefined {
  const startedAt = performance.now();
  const before = waitedUs();
  return () => {
    const now = waitedUs();
    return before === undefined || now === undefined ? undefined : (now - before) / 1_000 / (performance.now() - startedAt);
  };
}

/** What to say of a measurement taken in such a crowd. */
export function crowdingNote(share: number | undefined): string {
  if (share === undefined) return 'how busy the machine was besides is not known here';
  const percent = `${(share * 100).toFixed(0)} % of the time something waited for a core`;
  return share > 0.2 ? `${percent}: a noisy run, times are too long and ratios of CPU somewhat off` : `${percent}: a quiet run`;
}

function waitedUs(): number | undefined {
  try {
    const total = /^some .*total=(\d+)/m.exec(readFileSync('/proc/pressure/cpu', 'utf8'))?.[1];
    return total === undefined ? undefined : Number(total);
  } catch {
    return undefined;
  }
}
