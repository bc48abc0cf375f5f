import type { Place } from '../channel/inbound.ts';
import { collection } from '../store/store.ts';
import type { Role } from './role.ts';

export type PersonId = string & { readonly __brand: 'PersonId' };

/** Someone, as one identity of one channel knows them. Linking several identities to one person comes on top of this. */
export interface Person {
  readonly id: PersonId;
  readonly name?: string;
  readonly role: Role;
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

/** People by identity. */
export const people = collection<Person>('people', {});

/** The id of a channel's identity: the same person each time they speak there. */
export function personId(place: Pick<Place, 'channel' | 'tenant'>, user: string): PersonId {
  return `${place.channel}/${place.tenant}/${user}` as PersonId;
}
