import type { Channel } from '../channel/channel.ts';
import type { Place } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import type { Command } from '../command/command.ts';
import { type Person, people, personId } from '../people/person.ts';
import { collection, type Store } from '../store/store.ts';

/** What was said on a channel that can't begin to speak, until its person asks for it: the command that has it. By person. */
export const keptAnswers = collection<{ readonly command: string; readonly endsAt: number }>('kept_answers', { expiresAt: (kept) => kept.endsAt });

/** An answer is kept this long for its person to ask for, ms. */
const keptMs = 86_400_000;

/** Where a command's replies go. */
export interface Target {
  readonly place: Place;
  /** Undefined: it is off. */
  readonly channel: Channel | undefined;
}

/** The place that asked; for a channel that can't begin to speak, the person's home elsewhere, or null: it is kept until they ask. */
export function targetOf({ channels, store, clock }: { channels: ReadonlyMap<string, Channel>; store: Store; clock: Clock }) {
  return async ({ place, id }: Command): Promise<Target | null> => {
    const channel = channels.get(place.channel);
    if (!channel || channel.can.proactive) return { place, channel };
    const key = personId(place, place.user ?? '');
    const home = (await store.get<Person>(people, key))?.value.home;
    const other = home && home.channel !== place.channel ? channels.get(home.channel) : undefined;
    if (home && other?.can.proactive) return { place: home, channel: other };
    await store.put(keptAnswers, key, { command: id, endsAt: clock.now() + keptMs });
    return null;
  };
}
