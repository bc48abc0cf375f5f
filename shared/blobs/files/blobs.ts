import { mkdirSync, renameSync, unlinkSync } from 'node:fs';
import { rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { StorageFailed } from '../../errors.ts';
import { type Blobs, blobBytesMax, linkEnd } from '../blobs.ts';
import { checkBlobKey, checkContentType, isBlobKey } from '../key.ts';
import { linkTo } from '../link.ts';
import { isMissing, makeFolder, removeEmpty, syncFolders } from './durable.ts';
import { expiryNotes, namesIn } from './expiry.ts';
import { headerOf } from './header.ts';
import { pathOf } from './name.ts';
import { contentOf, endOfSync, openBlob } from './read.ts';
import { keysIn } from './walk.ts';
import { writeApart } from './write.ts';

/** What a put that died left behind is taken away after this long. */
const leftoverMs = 86_400_000;
/** A folder may go with its last blob just before another comes into it: made again this often. */
const placingTries = 10;

export interface FilesBlobsOptions {
  /** Ours alone, made when there is none; one process at a time, as the data folder it lies in. */
  readonly folder: string;
  readonly clock: Clock;
  /** The installation's key, which signs links; and its address, at which they lead. */
  readonly key: string;
  readonly url: string;
}

/**
 * Blobs as files: written apart, synced, then renamed to their place, `kept/…`. `ends/` has notes of what ends when, `new/` what is being written. A blob's rename,
 * and the sweep's look and removal, are one turn of the event loop each, so that no sweep takes away what has just come.
 */
export function filesBlobs({ folder, clock, key: secret, url }: FilesBlobsOptions): Blobs {
  const [kept, apart, ends] = [join(folder, 'kept'), join(folder, 'new'), join(folder, 'ends')];
  for (const one of [kept, apart, ends]) mkdirSync(one, { recursive: true, mode: 0o700 });
  const notes = expiryNotes(ends);
  /** Whether the folder itself outlives a loss of power. */
  let isRooted = false;

  const placeOf = (key: string) => {
    checkBlobKey(key);
    return join(kept, ...pathOf(key));
  };
  const isOver = ({ endsAt }: { readonly endsAt: number | null }) => endsAt !== null && endsAt <= clock.now();

  const blobs: Blobs = {
    async put(key, content, { contentType, endsAt = null, bytesMax = blobBytesMax, signal }) {
      const place = placeOf(key);
      checkContentType(contentType);
      if (endsAt !== null) await onDisk(key, () => notes.note(key, endsAt));
      const { path, bytes } = await writeApart(apart, { key, header: headerOf(key, contentType, endsAt), content, bytesMax, signal });
      await onDisk(key, () => putInPlace(path, place));
      return { key, bytes, contentType, endsAt };
    },

    get: (key, options = {}) =>
      onDisk(key, async () => {
        const opened = await openBlob(placeOf(key));
        if (!opened) return null;
        const { head, file } = opened;
        if (!isOver(head)) return { head, content: contentOf(opened, options) };
        await file.close();
        return null;
      }),

    head: (key) =>
      onDisk(key, async () => {
        const opened = await openBlob(placeOf(key));
        await opened?.file.close();
        return opened && !isOver(opened.head) ? opened.head : null;
      }),

    delete: (key) =>
      onDisk(key, async () => {
        const place = placeOf(key);
        try {
          await unlink(place);
        } catch (cause) {
          if (isMissing(cause)) return;
          throw cause;
        }
        await syncFolders(dirname(place), kept);
        await removeEmpty(dirname(place), kept);
      }),

    async list(prefix, { after, limit = 100 } = {}) {
      const keys: string[] = [];
      const most = Math.min(1_000, Math.max(1, Math.floor(limit)));
      return onDisk(prefix, async () => {
        for await (const key of keysIn(kept, prefix, after)) {
          if (keys.length === most) return { keys, next: keys.at(-1) ?? null };
          keys.push(key);
        }
        return { keys, next: null };
      });
    },

    async link(key, endsAt) {
      const head = await blobs.head(key);
      const end = head && linkEnd(endsAt, clock.now(), head);
      return end === null ? null : `${url}${linkTo(secret, key, end)}`;
    },

    sweep: (limit) =>
      onDisk('that ended', async () => {
        await removeLeftovers();
        return notes.sweep(clock.now(), limit, removeIfOver);
      }),
  };
  return blobs;

  async function putInPlace(path: string, place: string): Promise<void> {
    for (let tries = 1; ; tries++) {
      await makeFolder(dirname(place));
      try {
        renameSync(path, place);
        break;
      } catch (cause) {
        if (isMissing(cause) && tries < placingTries) continue;
        await rm(path, { force: true });
        throw cause;
      }
    }
    await syncFolders(dirname(place), isRooted ? kept : dirname(folder));
    isRooted = true;
  }

  /** `noted`: what a note says, which a loss of power may have cut. */
  async function removeIfOver(noted: string): Promise<boolean> {
    if (!isBlobKey(noted)) return false;
    const place = placeOf(noted);
    const endsAt = endOfSync(place);
    if (endsAt === undefined || !isOver({ endsAt })) return false;
    unlinkSync(place);
    await removeEmpty(dirname(place), kept);
    return true;
  }

  async function removeLeftovers(): Promise<void> {
    for (const name of await namesIn(apart)) {
      const path = join(apart, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
      if (mtimeMs < clock.now() - leftoverMs) await rm(path, { force: true });
    }
  }
}

/** Makes StorageFailed of what the disk does: Node's errors of the file system carry the call that failed. */
async function onDisk<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof Error && 'syscall' in cause) throw new StorageFailed(`The blob ${what}`, cause);
    throw cause;
  }
}
