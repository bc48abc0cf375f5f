import type { Place } from '../../shared/channel/inbound.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { people } from '../../shared/people/person.ts';
import type { Reminder } from './reminder.ts';

/** Where a reminder is told: where it was made; the person's home when that channel can't begin a conversation; null when neither can. */
export async function placeFor(
  { place, person }: Pick<Reminder, 'place' | 'person'>,
  { store, proactive }: Pick<SkillDeps, 'store' | 'proactive'>,
): Promise<Place | null> {
  if (proactive(place.channel)) {
    // Not as an answer to that message: it may be long gone.
    const { message: _message, ...here } = place;
    return here;
  }
  const home = (await store.get(people, person))?.value.home;
  return home && proactive(home.channel) ? home : null;
}
