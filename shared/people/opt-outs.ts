import type { Place } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import { collection, type Store } from '../store/store.ts';

/** Somebody who wants nothing more there. */
export interface OptOut {
  /** When they said so, ms since 1970. */
  readonly at: number;
}

/** By conversation of a channel. For good: being forgotten gives nobody leave to write to them again. */
export const optOuts = collection<OptOut>('opt_outs', {});

/** Who is written to no more, of channels whose people end it with a word. All throw StorageFailed. */
export function optOutBook(store: Pick<Store, 'get' | 'put' | 'delete'>, clock: Clock) {
  const keyOf = ({ channel, tenant, conversation }: Place) => `${channel}/${tenant}/${conversation}`;
  return {
    /** When they ended it, ms since 1970; null: they didn't. */
    async since(place: Place): Promise<number | null> {
      return (await store.get(optOuts, keyOf(place)))?.value.at ?? null;
    },
    /** Nothing is sent there from now on. */
    async end(place: Place): Promise<void> {
      await store.put(optOuts, keyOf(place), { at: clock.now() });
    },
    async begin(place: Place): Promise<void> {
      await store.delete(optOuts, keyOf(place));
    },
  };
}

export type OptOutBook = ReturnType<typeof optOutBook>;
