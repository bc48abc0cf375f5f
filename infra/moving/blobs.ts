import type { BlobHead, Blobs } from '../../shared/blobs/blobs.ts';
import { seriesBlobs } from '../../shared/series/moved.ts';

/** Large parts of commands, which are moved with their commands. */
const inboxParts = 'inbox/';

/** All blobs, one after the other; one that has ended meanwhile is left out. */
export async function* eachBlob(
  blobs: Pick<Blobs, 'list' | 'get'>,
): AsyncGenerator<{ readonly head: BlobHead; readonly content: AsyncIterable<Uint8Array> }> {
  let after: string | undefined;
  do {
    const { keys, next } = await blobs.list('', { limit: 1_000, ...(after === undefined ? {} : { after }) });
    for (const key of keys) {
      const found = key.startsWith(inboxParts) || key.startsWith(seriesBlobs) ? null : await blobs.get(key);
      if (found) yield found;
    }
    after = next ?? undefined;
  } while (after !== undefined);
}
