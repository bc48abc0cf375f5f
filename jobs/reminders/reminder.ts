import type { Place, Speaker } from '../../shared/channel/inbound.ts';
import type { PersonId } from '../../shared/people/person.ts';
import { sortable } from '../../shared/store/sortable.ts';
import { collection } from '../../shared/store/store.ts';
import { timerId } from '../../shared/timers/timer-id.ts';

/** Something to tell someone at an instant. */
export interface Reminder {
  /** Hexadecimal; follows from the key it was made under, so one command makes one. */
  readonly id: string;
  readonly what: string;
  /** ms since 1970. */
  readonly at: number;
  /** IANA name: the zone it was meant in. */
  readonly timeZone: string;
  readonly madeAt: number;
  readonly person: PersonId;
  readonly from: Speaker;
  /** Where it was made. */
  readonly place: Place;
  /** The version its timer is armed with. */
  readonly version: number;
  /** When it was issued; it waits as long as there is none. */
  readonly firedAt?: number;
}

/** How long one that has fired is kept: longer than any retry of what made or fired it, ms. */
const keptMs = 7 * 86_400_000;

/** By id. `person`: what waits for one person, soonest first. `waiting`: all that wait, in 16 parts by the first digit of the id. */
export const reminders = collection<Reminder>('reminders', {
  indexes: {
    person: (reminder) => (reminder.firedAt === undefined ? { partition: reminder.person, sort: sortable(reminder.at) } : null),
    waiting: (reminder) => (reminder.firedAt === undefined ? { partition: partOf(reminder.id), sort: sortable(reminder.at) } : null),
  },
  expiresAt: ({ firedAt }) => (firedAt === undefined ? null : firedAt + keptMs),
});

/** The parts of the `waiting` index. */
export const waitingParts: readonly string[] = Array.from('0123456789abcdef', (digit) => `waiting/${digit}`);

const partOf = (id: string) => `waiting/${id.charAt(0)}`;

/** What the ids of their timers begin with. */
export const timerPrefix = 'reminder/';
/** The id of its timer: it names the tenant of the place where the reminder was made. */
export const timerOf = ({ id, place }: Pick<Reminder, 'id' | 'place'>) => timerId('reminder', place.tenant, id);
/** The id of a timer's reminder; of those that name no tenant too, which were set before. */
export const reminderOf = (timer: string) => timer.slice(timer.lastIndexOf('/') + 1);
