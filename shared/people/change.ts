import { change } from '../store/change.ts';
import type { Store } from '../store/store.ts';
import { type Person, type PersonId, people } from './person.ts';

/** Tries when others write the same person at the same moment. */
const triesMax = 8;

/** Changes one person's record, read anew until nobody wrote in between. `to` answers null to leave it; it gets null where there is no record. Answers what stands then. Throws VersionConflict when others never stop. */
export async function changePerson(
  store: Pick<Store, 'get' | 'put'>,
  id: PersonId,
  to: (person: Person | null) => Person | null,
): Promise<Person | null> {
  return (await change<Person>(store, people, id, to, triesMax)).value;
}
