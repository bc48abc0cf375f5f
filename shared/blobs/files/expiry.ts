import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, makeFolder, removeEmpty, syncFolders } from './durable.ts';

const hourMs = 3_600_000;
/** One to round up, and one in which a put that began before the end comes to its own. */
const hoursAfter = 2;

/**
 * Notes of which blobs end in which hour, a small file each: a sweep looks only at hours that have passed, however many blobs there are. A note is written before
 * its blob, so that none is forgotten; a note whose blob is gone, or lives on, means nothing.
 */
export function expiryNotes(folder: string) {
  const hourOf = (endsAt: number) => String(Math.floor(endsAt / hourMs) + hoursAfter).padStart(10, '0');

  return {
    async note(key: string, endsAt: number): Promise<void> {
      const hour = join(folder, hourOf(endsAt));
      await makeFolder(hour);
      await writeFile(join(hour, createHash('sha256').update(key).digest('hex')), key, { mode: 0o600, flush: true });
      await syncFolders(hour, folder);
    },

    /** Hands each key noted for an hour that has passed to `end`, until that has said true `limit` times; answers how often it did. */
    async sweep(now: number, limit: number, end: (key: string) => Promise<boolean>): Promise<number> {
      const past = String(Math.floor(now / hourMs)).padStart(10, '0');
      let ended = 0;
      for (const hour of (await namesIn(folder)).filter((name) => name <= past)) {
        for (const note of await namesIn(join(folder, hour))) {
          if (ended >= limit) return ended;
          const path = join(folder, hour, note);
          if (await end(await readFile(path, 'utf8'))) ended++;
          await rm(path, { force: true });
        }
        await removeEmpty(join(folder, hour), folder);
      }
      return ended;
    },
  };
}

/** In order; none where there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (cause) {
    if (isMissing(cause)) return [];
    throw cause;
  }
}
