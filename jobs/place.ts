import type { Place } from '../shared/channel/inbound.ts';
import type { SkillDeps } from '../shared/command/skill.ts';
import { homeOf } from '../shared/people/behind.ts';
import type { PersonId } from '../shared/people/person.ts';

/**
 * Where and when what runs on a clock is told. `here`: where it was asked for. `home`: at the person's home, as the channel where it was asked for can't begin a conversation.
 * `when they come`: it can't, and there is no home; so it is kept, and told when they next open that channel.
 */
export interface ToldAt {
  readonly how: 'here' | 'home' | 'when they come';
  readonly place: Place;
}

/** Null: nowhere, ever. */
export async function toldAt(
  { place, person }: { readonly place: Place; readonly person: PersonId },
  { store, proactive, keeps }: Pick<SkillDeps, 'store' | 'proactive' | 'keeps'>,
): Promise<ToldAt | null> {
  // Not as an answer to that message: it may be long gone.
  const { message: _message, ...here } = place;
  if (proactive(place.channel)) return { how: 'here', place: here };
  const home = await homeOf(store, person);
  if (home && proactive(home.channel)) return { how: 'home', place: home };
  return keeps(place.channel) ? { how: 'when they come', place: here } : null;
}
