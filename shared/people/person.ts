import type { Place } from '../channel/inbound.ts';
import { collection } from '../store/store.ts';
import { atLeast, type Role } from './role.ts';

export type PersonId = string & { readonly __brand: 'PersonId' };

/**
 * Someone: an identity of one channel, and the person behind it. One record holds both, under the identity's id, until the identity is linked to another's person:
 * then that one's record holds who they are, and this one keeps only what is of its channel.
 */
export interface Person {
  readonly id: PersonId;
  readonly name?: string;
  /** What they may; of a linked identity: the most they may when they speak through it. */
  readonly role: Role;
  /** Groups that an admin put them in, under the same rule. */
  readonly groups?: readonly string[];
  /** They claimed this installation: they may give rights to people of every tenant. */
  readonly owner?: boolean;
  /** The person that this identity was linked to. It counts only while that one lists it. */
  readonly linkedTo?: PersonId;
  /** The identities that were linked to this person. Each counts only while it points back. */
  readonly identities?: readonly PersonId[];
  /** Of an identity that is a household: the voice that linked it. */
  readonly voice?: string;
  /** Until when whoever speaks there is taken for them, as they said the PIN; ms since 1970. */
  readonly provenUntil?: number;
  /** Their PIN for where a household speaks, hashed. */
  readonly pin?: string;
  /** The channel where they want what is said to them by itself. */
  readonly prefers?: string;
  /** As whom they speak now, where that is a linked identity. Told to handlers, never stored. */
  readonly speaksAs?: PersonId;
  /** BCP 47. */
  readonly locale: string;
  /** IANA name. */
  readonly timeZone: string;
  /** True when the person said which zone: what platforms tell no longer changes it. */
  readonly zoneChosen?: boolean;
  /** Where to find them directly: the last direct conversation, else the last place. */
  readonly home?: Place;
  /** When the channel was last asked for their profile, ms. */
  readonly profiledAt?: number;
}

/** People by identity. `named`: those of a tenant by name; `ranked`: those of a tenant who may more than a member; `able`: those, and who is in any group, whoever they are linked to. */
export const people = collection<Person>('people', {
  indexes: {
    named: ({ id, name }) => (name === undefined ? null : { partition: tenantOf(id), sort: nameKey(name) }),
    ranked: ({ id, role, linkedTo }) =>
      atLeast(role, 'operator') && linkedTo === undefined ? { partition: tenantOf(id), sort: `${role}|${id}` } : null,
    able: ({ id, role, groups = [] }) => (atLeast(role, 'operator') || groups.length > 0 ? { partition: tenantOf(id), sort: id } : null),
  },
});

/** How a name is looked up. */
export const nameKey = (name: string): string => name.trim().toLowerCase().slice(0, 100);

/** The channel and tenant of an identity: `slack/T1`. */
export function tenantOf(id: PersonId): string {
  return id.split('/', 2).join('/');
}

/** The identity through which they speak: what is kept at a channel for who comes is kept for it. */
export const speakerId = ({ id, speaksAs }: Pick<Person, 'id' | 'speaksAs'>): PersonId => speaksAs ?? id;

/** The id of a channel's identity: the same person each time they speak there. */
export function personId(place: Pick<Place, 'channel' | 'tenant'>, user: string): PersonId {
  return `${place.channel}/${place.tenant}/${user}` as PersonId;
}
