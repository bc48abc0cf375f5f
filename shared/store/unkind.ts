import { dice } from '../timers/dice.ts';
import { unkindly } from '../timers/unkind.ts';
import type { Collection, Page, Query, Store } from './store.ts';

/** How many queries an index lags behind. */
const lagMax = 3;

/**
 * A store as a distant one is on a bad day, for tests: a write happens and its acknowledgement doesn't come (StorageFailed), or it doesn't happen at all;
 * an index shows its former state for a while. The same seed gives the same day.
 */
export function unkindStore(store: Store, seed: number): Store {
  const roll = dice(seed);
  const lagging = new Map<string, { readonly page: Page<unknown>; left: number }>();

  return {
    get: (collection, key) => store.get(collection, key),
    put: (collection, key, value, options) => unkindly(roll, () => store.put(collection, key, value, options)),
    delete: (collection, key, options) => unkindly(roll, () => store.delete(collection, key, options)),
    sweep: (limit) => unkindly(roll, () => store.sweep(limit)),
    /** Pages after the first are fresh: a cursor into a former state is not promised. */
    async query<T>(collection: Collection<T>, query: Query): Promise<Page<T>> {
      const name = `${collection.name} ${JSON.stringify(query)}`;
      const before = lagging.get(name);
      if (before && before.left-- > 0) return before.page as Page<T>;
      const page = await store.query(collection, query);
      if (query.after === undefined && query.limit === undefined) lagging.set(name, { page, left: Math.floor(roll() * (lagMax + 1)) });
      return page;
    },
  };
}
