import type { Store } from '../store/store.ts';
import { claims, theClaim } from './claim.ts';
import { type Person, people, speakerId, tenantOf } from './person.ts';

/** Names told at once. */
const toldMax = 3;

/** Who can give rights to someone: names of admins of their tenant, at most three. None known there: the list is empty; null: the installation has none yet. */
export async function giversOf(store: Store, person: Pick<Person, 'id' | 'speaksAs'>): Promise<readonly string[] | null> {
  const partition = tenantOf(speakerId(person));
  const page = await store.query(people, { index: 'ranked', partition, from: 'admin|', to: 'admin}', limit: toldMax });
  const names = page.items.flatMap(({ value }) => value.name ?? []);
  return names.length === 0 && !(await store.get(claims, theClaim)) ? null : names;
}
