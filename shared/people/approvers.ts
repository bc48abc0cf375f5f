import type { Place } from '../channel/inbound.ts';
import type { Store } from '../store/store.ts';
import { homeOf, personBehind } from './behind.ts';
import { type Person, people, tenantOf } from './person.ts';
import { type Access, may } from './rights.ts';

/** People looked at in each tenant. */
const lookedAtMax = 100;

/** A second person, and where they can be asked at any time; null: nowhere. */
export interface Approver {
  readonly person: Person;
  readonly home: Place | null;
}

/**
 * Those who may give what needs `access`, of the tenants that this person is in, each once and without the person: operators, admins and the members of groups, with what they may there. What
 * everybody may needs nobody in particular: nobody is listed for it. May lag.
 */
export async function approversOf(store: Store, person: Person, access: Access): Promise<readonly Approver[]> {
  if (access === 'guest' || access === 'member') return [];
  const own = new Set([person.id, ...(person.speaksAs ? [person.speaksAs] : []), ...(person.identities ?? [])]);
  const tenants = [...new Set([...own].map(tenantOf))];
  const pages = await Promise.all(tenants.map((partition) => store.query(people, { index: 'able', partition, limit: lookedAtMax })));
  const persons = await Promise.all(pages.flatMap(({ items }) => items.map(({ value }) => personBehind(store, value))));
  const able = new Map(persons.filter((one) => !own.has(one.id) && may(one, access)).map((one) => [one.id, one]));
  return Promise.all([...able.values()].map(async (one) => ({ person: one, home: (await homeOf(store, one.id)) ?? null })));
}
