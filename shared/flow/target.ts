import type { Abilities } from '../channel/channel.ts';
import type { Place } from '../channel/inbound.ts';
import { homeOf } from '../people/behind.ts';
import { personId } from '../people/person.ts';
import type { Store } from '../store/store.ts';

/** As much of a channel as must be known to say whether it reaches somebody. */
export interface Reaching {
  readonly can: Pick<Abilities, 'proactive'>;
}

/** A place, and its channel; undefined for one that is off. */
export interface Target<C extends Reaching> {
  readonly place: Place;
  readonly channel: C | undefined;
}

/** Where what is said to a place reaches its person at any time: there; for a channel that can't begin to speak, at their home on another; null: only when they come. */
export async function targetOf<C extends Reaching>(
  place: Place,
  { channels, store }: { readonly channels: ReadonlyMap<string, C>; readonly store: Pick<Store, 'get'> },
): Promise<Target<C> | null> {
  const channel = channels.get(place.channel);
  if (!channel || channel.can.proactive) return { place, channel };
  const home = await homeOf(store, personId(place, place.user ?? ''));
  const other = home && home.channel !== place.channel ? channels.get(home.channel) : undefined;
  return home && other?.can.proactive ? { place: home, channel: other } : null;
}
