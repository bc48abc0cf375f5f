import type { Channel } from '../channel/channel.ts';
import type { Place } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import type { Command } from '../command/command.ts';
import { personBehind } from '../people/behind.ts';
import { type Person, people, personId } from '../people/person.ts';
import { type Store, VersionConflict } from '../store/store.ts';

/** A channel is asked for a profile again after this long, ms. */
const profileLifeMs = 7 * 86_400_000;
/** Nobody waits longer for their own profile, ms. */
const profileTimeoutMs = 2_000;

/** The locale of who speaks, as far as it is known without asking their channel. Never fails. */
export async function localeOf(store: Pick<Store, 'get'>, { locale, place, from }: Pick<Command, 'locale' | 'place' | 'from'>): Promise<string> {
  const stored = locale === undefined ? await store.get(people, personId(place, from.user)).catch(() => null) : null;
  return locale ?? stored?.value.locale ?? 'en';
}

export interface PersonParts {
  readonly store: Store;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly clock: Clock;
  /** The zone of those whose channel doesn't tell: the machine's. */
  readonly timeZone: string;
}

/** The person who spoke, known from before or new; what the channel tells of them is learned on the way. */
export function personOf({ store, channels, clock, timeZone }: PersonParts): (command: Command) => Promise<Person> {
  return async (command) => {
    const { place, from } = command;
    const id = personId(place, from.user);
    const channel = channels.get(place.channel);
    const stored = await store.get(people, id);
    const known = stored?.value ?? {
      id,
      role: from.guest ? ('guest' as const) : ('member' as const),
      locale: command.locale ?? 'en',
      timeZone: command.timeZone ?? timeZone,
    };
    const told = await profileOf(command, known);
    const zone = known.zoneChosen ? known.timeZone : (command.timeZone ?? told?.timeZone ?? known.timeZone);
    const name = from.name ?? told?.name ?? known.name;
    const person: Person = {
      ...known,
      locale: command.locale ?? told?.locale ?? known.locale,
      timeZone: isZone(zone) ? zone : known.timeZone,
      ...(name === undefined ? {} : { name }),
      ...(channel?.can.proactive && (place.direct || !known.home) ? { home: homeOf(command, channel) } : {}),
      ...(told ? { profiledAt: clock.now() } : {}),
    };
    if (JSON.stringify(person) !== JSON.stringify(stored?.value)) {
      // Someone else learned something at the same moment: theirs stands, ours is learned again next time.
      await store.put(people, id, person, { expect: stored?.version ?? 0 }).catch((cause) => {
        if (!(cause instanceof VersionConflict)) throw cause;
      });
    }
    return personBehind(store, person);
  };

  async function profileOf(command: Command, known: Person) {
    const channel = channels.get(command.place.channel);
    if (!channel?.profile || (known.profiledAt ?? 0) > clock.now() - profileLifeMs) return undefined;
    // Without a profile we go on with what we know, and ask again in a week.
    return channel
      .profile(command.place, command.from.user, AbortSignal.timeout(profileTimeoutMs))
      .catch(() => ({}) as { name?: string; timeZone?: string; locale?: string });
  }
}

/** Where they can be spoken to later: without the thread, the message and what ends with this request. */
function homeOf({ place }: Command, channel: Channel): Place {
  const { thread: _thread, message: _message, ...home } = channel.lasting?.(place) ?? place;
  return home;
}

/** Zones that were looked at, with what came of it: a look costs more than the rest of knowing a person. */
const zonesSeen = new Map<string, boolean>();
/** There are some 600 zones; more names than this are made up. */
const zonesSeenMax = 2_000;

function isZone(zone: string): boolean {
  const seen = zonesSeen.get(zone);
  if (seen !== undefined) return seen;
  let is = true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    is = false;
  }
  if (zonesSeen.size < zonesSeenMax) zonesSeen.set(zone, is);
  return is;
}
