import type { Place } from '../channel/inbound.ts';
import type { Store } from '../store/store.ts';
import { homeOf } from './behind.ts';
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
 * Those who may give what needs `access`, of the tenants that this person is in, without the person: operators, admins and the members of groups. What everybody may needs nobody in particular:
 * nobody is listed for it. May lag.
 */
export async function approversOf(store: Store, person: Person, access: Access): Promise<readonly Approver[]> {
  if (access === 'guest' || access === 'member') return [];
  const own = new Set([person.id, ...(person.speaksAs ? [person.speaksAs] : []), ...(person.identities ?? [])]);
  const indexes = typeof access === 'string' ? ['ranked'] : ['ranked', 'grouped'];
  const pages = await Promise.all(
    [...new Set([...own].map(tenantOf))].flatMap((partition) =>
      indexes.map((index) => store.query(people, { index, partition, limit: lookedAtMax })),
    ),
  );
  const found = new Map(pages.flatMap(({ items }) => items.map(({ value }) => [value.id, value] as const)));
  const able = [...found.values()].filter((one) => !own.has(one.id) && one.linkedTo === undefined && may(one, access));
  return Promise.all(able.map(async (one) => ({ person: one, home: (await homeOf(store, one.id)) ?? null })));
}
