import { dice } from '../timers/dice.ts';
import { unkindly } from '../timers/unkind.ts';
import type { BlobPage, Blobs } from './blobs.ts';

/** How many listings show a former state. */
const lagMax = 3;

/** Blobs as distant ones are on a bad day, for tests: lost questions and acknowledgements (StorageFailed), listings that lag. The same seed gives the same day. */
export function unkindBlobs(blobs: Blobs, seed: number): Blobs {
  const roll = dice(seed);
  const lagging = new Map<string, { readonly page: BlobPage; left: number }>();
  return {
    put: (key, content, options) => unkindly(roll, () => blobs.put(key, content, options)),
    get: (key, options) => blobs.get(key, options),
    head: (key) => blobs.head(key),
    delete: (key) => unkindly(roll, () => blobs.delete(key)),
    link: (key, endsAt) => blobs.link(key, endsAt),
    sweep: (limit) => unkindly(roll, () => blobs.sweep(limit)),
    /** Pages after the first are fresh, as a store's. */
    async list(prefix, options = {}) {
      const name = `${prefix} ${options.limit}`;
      const before = lagging.get(name);
      if (before && before.left-- > 0 && options.after === undefined) return before.page;
      const page = await blobs.list(prefix, options);
      if (options.after === undefined) lagging.set(name, { page, left: Math.floor(roll() * (lagMax + 1)) });
      return page;
    },
  };
}
