import { type Person, people } from '../../shared/people/person.ts';
import { type Store, VersionConflict } from '../../shared/store/store.ts';

export interface Profiles {
  /** Keeps the zone a person chose. */
  chooseZone(person: Person, timeZone: string): Promise<void>;
}

declare module '../../shared/command/context.ts' {
  interface Services {
    profiles: Profiles;
  }
}

/** Tries when others write the same person at the same moment. */
const triesMax = 5;

/** What people change of themselves. */
export function profilesIn(store: Store): Profiles {
  return {
    async chooseZone(person, timeZone) {
      for (let tries = 1; ; tries++) {
        const stored = await store.get(people, person.id);
        try {
          await store.put(people, person.id, { ...(stored?.value ?? person), timeZone, zoneChosen: true }, { expect: stored?.version ?? 0 });
          return;
        } catch (error) {
          if (!(error instanceof VersionConflict) || tries === triesMax) throw error;
        }
      }
    },
  };
}
