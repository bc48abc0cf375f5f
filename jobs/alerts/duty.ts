import type { Timing } from '../../shared/command/kinds/index.ts';
import type { PersonId } from '../../shared/people/person.ts';
import { slotAfter } from '../schedules/slots.ts';

export interface Member {
  readonly person: PersonId;
  readonly name: string;
}

/** People who are on duty one after the other. */
export interface Rotation {
  /** In lower case: what routes call it. */
  readonly name: string;
  /** In their order; one at least. */
  readonly members: readonly Member[];
  /** When the next one takes over. */
  readonly handover: Exclude<Timing, { readonly unit: 'once' }>;
  /** From here intervals and "every 2 weeks" count, ms since 1970. */
  readonly madeAt: number;
  /** Whose turn it was when: later ones are counted from it. */
  readonly turn: { readonly member: number; readonly at: number };
  /** Who stands in, from when until when; the newest last. */
  readonly overrides: readonly (Member & { readonly from: number; readonly until: number })[];
}

/** Who is on duty, until when; null: for ever, as far as is known. `instead`: whose turn it would be. */
export interface OnDuty extends Member {
  readonly until: number | null;
  readonly instead?: Member;
}

/** Handovers that are counted at once. */
const countedMax = 20_000;

/** Whose turn it is at an instant, and since when. In a zone that doesn't exist (any more) nobody takes over. */
export function turnAt({ handover, madeAt, turn, members }: Rotation, at: number): Rotation['turn'] & { readonly next: number | null } {
  let { member, at: since } = turn;
  try {
    let next = slotAfter(handover, madeAt, since);
    for (let n = 0; next !== null && next <= at && n < countedMax; n++) {
      member = (member + 1) % members.length;
      since = next;
      next = slotAfter(handover, madeAt, since);
    }
    return { member: member % members.length, at: since, next };
  } catch (error) {
    if (error instanceof RangeError) return { member: member % members.length, at: since, next: null };
    throw error;
  }
}

/** Who is on duty at an instant. */
export function onDuty(rotation: Rotation, at: number): OnDuty | null {
  const { member, next } = turnAt(rotation, at);
  const own = rotation.members[member];
  const standIn = rotation.overrides.findLast(({ from, until }) => from <= at && at < until);
  if (standIn) return { person: standIn.person, name: standIn.name, until: standIn.until, ...(own ? { instead: own } : {}) };
  return own ? { ...own, until: next } : null;
}
