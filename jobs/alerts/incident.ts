import { createHash } from 'node:crypto';
import type { Place, Speaker } from '../../shared/channel/inbound.ts';
import type { CommandId } from '../../shared/command/command.ts';
import type { PersonId } from '../../shared/people/person.ts';
import { sortable } from '../../shared/store/sortable.ts';
import { collection } from '../../shared/store/store.ts';
import { timerId } from '../../shared/timers/timer-id.ts';

/** How bad it is. A warning is told and no more; an error goes on until somebody has it. */
export type Level = 'warning' | 'error';

/** Whom a step tells: a conversation; a person, by the way that they prefer (`way` 0, as when it is left out) or their next ones; who is on duty in a rotation by then; or a notifier, by its name. */
export type Target =
  | { readonly to: 'place'; readonly place: Place }
  | { readonly to: 'person'; readonly person: PersonId; readonly name?: string; readonly way?: number }
  | { readonly to: 'duty'; readonly rotation: string; readonly way?: number }
  | { readonly to: 'notifier'; readonly name: string };

/** One step of getting through: told so long after the step before, ms, unless somebody has it by then. */
export interface Step {
  readonly afterMs: number;
  readonly targets: readonly Target[];
}

/** What happened, for the timeline. */
export interface Happening {
  /** ms since 1970. */
  readonly at: number;
  readonly what: 'opened' | 'updated' | 'told' | 'untold' | 'reminded' | 'acknowledged' | 'released' | 'closed';
  /** Who did it, or whom it was told; why, of an opening or an update. */
  readonly of?: string;
}

/** Something is wrong, until it is right again. */
export interface Incident {
  /** Follows from its key and when it opened. */
  readonly id: string;
  /** What it is of: `check/7f3a`. One is open of a key at a time. */
  readonly key: string;
  readonly what: string;
  readonly why: string;
  readonly level: Level;
  readonly tags: readonly string[];
  readonly state: 'open' | 'acknowledged' | 'closed';
  readonly openedAt: number;
  readonly closedAt?: number;
  /** Who has it. */
  readonly by?: { readonly person: PersonId; readonly name: string; readonly at: number };
  /** Whose it is: for whom it is told, and where it was asked for. */
  readonly from: Speaker;
  readonly person: PersonId;
  readonly place: Place;
  readonly steps: readonly Step[];
  /** Told again so often, ms, when no step is left. */
  readonly remindMs: number;
  /** Steps that were taken. */
  readonly taken: number;
  readonly reminded: number;
  /** Where its message stands: it shows there what has become of it. */
  readonly places: readonly Place[];
  /** The notifiers that were told: they are told what becomes of it. */
  readonly notified?: readonly string[];
  /** What was done last: when, ms since 1970, and the commands that tell it; `through`: one of them got through. `places`, `notified`: the last that could be told anything. */
  readonly last?: {
    readonly at: number;
    readonly by: readonly CommandId[];
    readonly through: boolean;
    readonly places: readonly Place[];
    readonly notified?: readonly string[];
  };
  readonly happened: readonly Happening[];
  /** Of its last change, and of its timer. */
  readonly version: number;
}

/** Where it is told at most. */
export const placesMax = 20;
/** Happenings that are kept: the first ones, and the newest. */
export const happenedMax = 60;
/** How long a closed one is kept, ms. */
const keptMs = 90 * 86_400_000;

/** By id. `open`: those of a tenant that aren't closed, by when they opened; `tenant`: all of it. */
export const incidents = collection<Incident>('incidents', {
  indexes: {
    open: ({ place, state, openedAt }) => (state === 'closed' ? null : { partition: tenantOf(place), sort: sortable(openedAt) }),
    tenant: ({ place, openedAt }) => ({ partition: tenantOf(place), sort: sortable(openedAt) }),
  },
  expiresAt: ({ closedAt }) => (closedAt === undefined ? null : closedAt + keptMs),
});

/** Which incident was opened last of a key: the record that lets one be open at a time. */
export const newest = collection<{ readonly id: string }>('newest_incidents', {});

export const tenantOf = ({ channel, tenant }: Pick<Place, 'channel' | 'tenant'>) => `${channel}/${tenant}`;
/** Of an instant: its place in an index. */

export const idOf = (key: string, openedAt: number) => createHash('sha256').update(`${key}@${openedAt}`).digest('hex').slice(0, 24);

/** What the ids of their timers begin with. */
export const timerPrefix = 'incident/';
export const timerOf = ({ id, place }: Pick<Incident, 'id' | 'place'>) => timerId('incident', place.tenant, id);
export const incidentOf = (timer: string) => timer.slice(timer.lastIndexOf('/') + 1);

/** An incident with one more happening: past the most, what lies between the first ones and the newest goes. */
export function and(incident: Incident, ...more: readonly Happening[]): Incident {
  const all = [...incident.happened, ...more];
  return { ...incident, happened: all.length <= happenedMax ? all : [...all.slice(0, happenedMax / 2), ...all.slice(-happenedMax / 2)] };
}
