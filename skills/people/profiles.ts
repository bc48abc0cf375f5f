import { changePerson } from '../../shared/people/change.ts';
import type { Person } from '../../shared/people/person.ts';
import type { Store } from '../../shared/store/store.ts';

export interface Profiles {
  /** Keeps the zone a person chose. */
  chooseZone(person: Person, timeZone: string): Promise<void>;
  /** Keeps the channel where they want what is said to them by itself. */
  prefer(person: Person, channel: string): Promise<void>;
}

declare module '../../shared/command/context.ts' {
  interface Services {
    profiles: Profiles;
  }
}

/** What people change of themselves. */
export function profilesIn(store: Store): Profiles {
  return {
    async chooseZone(person, timeZone) {
      await changePerson(store, person.id, (stored) => ({ ...(stored ?? person), timeZone, zoneChosen: true }));
    },
    async prefer(person, channel) {
      await changePerson(store, person.id, (stored) => ({ ...(stored ?? person), prefers: channel }));
    },
  };
}
