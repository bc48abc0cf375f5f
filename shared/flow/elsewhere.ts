import type { Channel } from '../channel/channel.ts';
import type { Place } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import type { Command, CommandId } from '../command/command.ts';
import { homesOf } from '../people/behind.ts';
import { personId } from '../people/person.ts';
import { collection, type Store, VersionConflict } from '../store/store.ts';
import type { Target } from './target.ts';

/** Longer than a delivery is tried, ms. */
const keptMs = 7 * 86_400_000;

interface Moved {
  readonly place: Place;
  /** Replies before this one went out whole where it was asked; left out: none did. */
  readonly from?: number;
  readonly endsAt: number;
}

/** Where the answers of a command go instead of where it was asked, by command: kept before anything is sent there, so that a repeat goes on there. */
const moved = collection<Moved>('moved_deliveries', { expiresAt: ({ endsAt }) => endsAt });

export interface ElsewhereParts {
  readonly channels: ReadonlyMap<string, Channel>;
  readonly store: Store;
  readonly clock: Clock;
}

/** Where a command's answers go on, and from which reply. */
export type MovedTo = Target<Channel> & { readonly from: number };

/** The way to a person whom nothing reaches where they spoke. Both throw StorageFailed. */
export function elsewhere({ channels, store, clock }: ElsewhereParts) {
  const at = (place: Place): Target<Channel> => ({ place, channel: channels.get(place.channel) });
  return {
    /** Where a command's answers were moved to; null: they weren't. */
    async movedTo(command: CommandId): Promise<MovedTo | null> {
      const found = await store.get(moved, command);
      return found ? { ...at(found.value.place), from: found.value.from ?? 0 } : null;
    },
    /** Moves those from reply `from` on to a home of the person's on another channel that is on and can begin to speak; null where there is none. */
    async move({ id, place }: Command, from: number): Promise<MovedTo | null> {
      const homes = await homesOf(store, personId(place, place.user ?? ''));
      const home = homes.find(({ channel }) => channel !== place.channel && channels.get(channel)?.can.proactive);
      if (!home) return null;
      await store.put(moved, id, { place: home, from, endsAt: clock.now() + keptMs }, { expect: 0 }).catch((cause) => {
        if (!(cause instanceof VersionConflict)) throw cause;
      });
      return this.movedTo(id);
    },
  };
}
