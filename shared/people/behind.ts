import type { Place } from '../channel/inbound.ts';
import type { Store } from '../store/store.ts';
import { type Person, type PersonId, people, tenantOf } from './person.ts';
import { lower } from './role.ts';

/** The person an identity is linked to, or null. It is linked only when both say so: each step of linking and unlinking leaves one of the two. */
export async function linkedPerson(store: Pick<Store, 'get'>, identity: Person): Promise<Person | null> {
  if (identity.linkedTo === undefined) return null;
  const found = await store.get<Person>(people, identity.linkedTo);
  return found?.value.identities?.includes(identity.id) && found.value.linkedTo === undefined ? found.value : null;
}

/** Who speaks through an identity: its own person, or the one it is linked to, with no more rights than both have. */
export async function personBehind(store: Pick<Store, 'get'>, identity: Person): Promise<Person> {
  const person = await linkedPerson(store, identity);
  if (!person) return identity;
  const { owner: _owner, voice: _voice, provenUntil: _until, ...rest } = person;
  return {
    ...rest,
    speaksAs: identity.id,
    role: lower(person.role, identity.role),
    groups: both(person.groups, identity.groups),
    locale: identity.locale,
    ...(identity.voice === undefined ? {} : { voice: identity.voice }),
    ...(identity.provenUntil === undefined ? {} : { provenUntil: identity.provenUntil }),
  };
}

export const both = (one: readonly string[] = [], other: readonly string[] = []): readonly string[] => one.filter((group) => other.includes(group));

/** Each identity of a person that points back, the person's own first. */
export async function identitiesOf(store: Pick<Store, 'get'>, id: PersonId): Promise<readonly Person[]> {
  const own = await store.get<Person>(people, id);
  if (!own) return [];
  const linked = await Promise.all((own.value.identities ?? []).map((one) => store.get<Person>(people, one)));
  return [own.value, ...linked.flatMap((one) => (one?.value.linkedTo === id ? [one.value] : []))];
}

/** Where someone can be found at any time: where they want to be, else where their person is at home, else where this identity is. */
export async function homeOf(store: Pick<Store, 'get'>, id: PersonId): Promise<Place | undefined> {
  return (await homesOf(store, id))[0];
}

/** All places where someone can be found, of each of their identities, in that order. */
export async function homesOf(store: Pick<Store, 'get'>, id: PersonId): Promise<readonly Place[]> {
  const identity = (await store.get<Person>(people, id))?.value;
  if (!identity) return [];
  const person = (await linkedPerson(store, identity)) ?? identity;
  if (person.identities === undefined) return person.home ? [person.home] : [];
  const homes = (await identitiesOf(store, person.id)).flatMap(({ home }) => home ?? []);
  const isPreferred = ({ channel }: Place) => channel === person.prefers;
  return [...homes.filter(isPreferred), ...homes.filter((home) => !isPreferred(home))];
}

/** Where someone is at home: the channel and tenant (`slack/T1`) of a place, and of each of their identities. What belongs to a tenant is theirs to see on all of them. */
export async function tenantsOf(store: Pick<Store, 'get'>, person: PersonId, place: Pick<Place, 'channel' | 'tenant'>): Promise<readonly string[]> {
  const identities = await identitiesOf(store, person);
  return [...new Set([`${place.channel}/${place.tenant}`, ...identities.map(({ id }) => tenantOf(id))])];
}
