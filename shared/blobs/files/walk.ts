import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inKeyOrder } from '../key.ts';
import { isMissing } from './durable.ts';
import { partOf } from './name.ts';

/** The keys below a folder that begin with `prefix` and come after `after`, in order; looks into no folder that can have none of them. */
export async function* keysIn(folder: string, prefix: string, after: string | undefined, above = ''): AsyncGenerator<string> {
  for (const { key, name, isFolder } of await entriesIn(folder, above)) {
    if (isFolder) {
      const isOnTheWay = key.startsWith(prefix) || prefix.startsWith(key);
      const isBehind = after !== undefined && !after.startsWith(key) && inKeyOrder(key, after) < 0;
      if (isOnTheWay && !isBehind) yield* keysIn(join(folder, name), prefix, after, key);
    } else if (key.startsWith(prefix) && (after === undefined || inKeyOrder(key, after) > 0)) yield key;
  }
}

/** A folder's entries in the order of the keys they stand for: a folder's begin with its name and a slash. */
async function entriesIn(folder: string, above: string) {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    // Taken away since it was listed, with the last blob in it.
    if (isMissing(cause)) return [];
    throw cause;
  });
  return entries
    .flatMap((entry) => {
      const isFolder = entry.isDirectory();
      const part = partOf(entry.name, isFolder);
      return part === null ? [] : [{ key: above + part, name: entry.name, isFolder }];
    })
    .sort((a, b) => inKeyOrder(a.key, b.key));
}
