import { createHash } from 'node:crypto';
import type { Place, Speaker } from '../../shared/channel/inbound.ts';
import type { CommandId, Raw } from '../../shared/command/command.ts';
import type { Timing } from '../../shared/command/kinds/index.ts';
import type { PersonId } from '../../shared/people/person.ts';
import { sortable } from '../../shared/store/sortable.ts';
import { collection } from '../../shared/store/store.ts';
import { timerId } from '../../shared/timers/timer-id.ts';

/** What becomes of slots that nobody could run in time (the machine slept): they are left out, the newest one runs for all, or all run, within `caughtUpMax`. */
export type Missed = 'skip' | 'once' | 'all';
/** What becomes of a slot while the run before is still open: it waits for its end, is left out, or runs beside it. */
export type Overlap = 'queue' | 'skip' | 'parallel';

/** What a person decides about a schedule. */
export interface Plan {
  /** How a file calls it that it is made by. */
  readonly name?: string;
  /** What is run, as people type it. */
  readonly what: string;
  readonly command: { readonly name: string; readonly raw: Raw };
  readonly rule: Timing;
  readonly missed: Missed;
  readonly overlap: Overlap;
  /** Each slot is put off by up to so much, ms, always by the same for the same slot: many that say "at 9" then don't all come at once. */
  readonly jitterMs?: number;
  /** A run may begin so long after its slot, ms; past that the slot is left out, whatever `missed` says. */
  readonly withinMs?: number;
  /** No slot after this, ms since 1970. */
  readonly until?: number;
  /** Whose it is; for whom the command runs, with their rights at that time. */
  readonly person: PersonId;
  readonly from: Speaker;
  /** Where it answers. */
  readonly place: Place;
  readonly locale: string;
  /** The owner's, in which times are shown and the command is read. */
  readonly timeZone: string;
}

/** A command that is issued again and again, or once, at its slots. */
export interface Schedule extends Plan {
  /** Follows from the key it was made under, so one command makes one. */
  readonly id: string;
  /** ms since 1970: from here intervals and "every 2 weeks" count. */
  readonly madeAt: number;
  /** The slot that its timer waits for; none: no slot comes any more, or it is paused. */
  readonly next?: number;
  /** The version its timer is armed with. */
  readonly version: number;
  readonly pausedAt?: number;
  /** The newest slot that was decided about. No earlier one is looked at again, whatever the clock does. */
  readonly decided?: number;
  readonly last?: Run;
  /** Slots left out since it was made, counted up to `countedMax` at a time. */
  readonly leftOut: number;
  /** Why it can't go on. */
  readonly broken?: string;
}

/** One that was issued. */
export interface Run {
  readonly slot: number;
  /** ms since 1970. How late it was: this minus the slot and its jitter. */
  readonly issuedAt: number;
  readonly command: CommandId;
}

/** Slots that are caught up at once, at most: the newest. */
export const caughtUpMax = 100;
/** A slot is missed when it is so late, ms; before that it is merely late, and runs whatever `missed` says. */
export const missedAfterMs = 60_000;

/** By id. `person`: one person's, soonest first. `tenant`: all of a tenant. `waiting`: whose timer should be set, in 16 parts by the id's first digit. */
export const schedules = collection<Schedule>('schedules', {
  indexes: {
    person: ({ person, next }) => ({ partition: person, sort: bySlot(next) }),
    tenant: ({ place, next }) => ({ partition: `${place.channel}/${place.tenant}`, sort: bySlot(next) }),
    waiting: ({ id, next }) => (next === undefined ? null : { partition: `waiting/${id.charAt(0)}`, sort: sortable(next) }),
  },
});

/** The parts of the `waiting` index. */
export const waitingParts: readonly string[] = Array.from('0123456789abcdef', (digit) => `waiting/${digit}`);

/** What never comes is last. */
const bySlot = (next: number | undefined) => (next === undefined ? '~' : sortable(next));

export const idOf = (key: string) => createHash('sha256').update(key).digest('hex').slice(0, 24);

/** What the ids of their timers begin with. */
export const timerPrefix = 'schedule/';
export const timerOf = ({ id, place }: Pick<Schedule, 'id' | 'place'>) => timerId('schedule', place.tenant, id);
export const scheduleOf = (timer: string) => timer.slice(timer.lastIndexOf('/') + 1);

/** When the timer of a slot fires: the slot, and its jitter. */
export function dueAt({ id, jitterMs = 0 }: Pick<Schedule, 'id' | 'jitterMs'>, slot: number): number {
  if (jitterMs === 0) return slot;
  const share = createHash('sha256').update(`${id}/${slot}`).digest().readUInt32BE() / 2 ** 32;
  return slot + Math.floor(share * jitterMs);
}
