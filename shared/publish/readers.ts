import type { Listing, Reader } from '../channel/listing.ts';
import { people } from '../people/person.ts';
import type { Store } from '../store/store.ts';

/** People looked at. */
const readersMax = 100;

/** Who is an operator, an admin or in a group, and has a conversation of their own with us there: where the platform shows each a list of their own. May lag. */
export async function readersOf({ readersIn: partition }: Listing, store: Store): Promise<readonly Reader[]> {
  if (partition === undefined) return [];
  const { items } = await store.query(people, { index: 'able', partition, limit: readersMax });
  return items.flatMap(({ value: { home, role, groups, locale } }) =>
    home?.direct && partition === `${home.channel}/${home.tenant}`
      ? [{ conversation: home.conversation, role, locale, ...(groups ? { groups } : {}) }]
      : [],
  );
}
