import type { Clock } from '../clock.ts';
import type { DatabaseLog } from './database.ts';
import { isDamage, sqliteCode } from './failure.ts';

/** Between two lines about the same failure, ms: a full disk fails thousands of times a second. */
const everyMs = 1_000;

const damaged = 'it is damaged. It is left as it is; stop Bellhop, move it away and restore a backup';

/** Tells the log that a group of changes failed; the same failure at most once a second, with how often it was meanwhile. */
export function failureReport(path: string, clock: Clock, log: DatabaseLog): (cause: unknown) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  let toldCode: number | undefined;
  let untold = 0;
  return (cause) => {
    const now = clock.now();
    const code = sqliteCode(cause);
    if (code === toldCode && now - toldAt < everyMs) {
      untold++;
      return;
    }
    log.error({ err: cause, path, untold }, `The database took no change: ${isDamage(cause) ? damaged : 'nothing of this group was acknowledged'}.`);
    toldAt = now;
    toldCode = code;
    untold = 0;
  };
}
