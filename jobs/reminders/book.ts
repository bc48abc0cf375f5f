import { createHash } from 'node:crypto';
import type { Place, Speaker } from '../../shared/channel/inbound.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { Refusal } from '../../shared/errors.ts';
import { identitiesOf } from '../../shared/people/behind.ts';
import type { PersonId } from '../../shared/people/person.ts';
import { VersionConflict } from '../../shared/store/store.ts';
import { type ToldAt, toldAt } from '../place.ts';
import { type Reminder, reminders, timerOf } from './reminder.ts';
import { speak } from './words/speak.ts';

/** Reminders that one person may have waiting. */
export const remindersMax = 100;

/** Characters of what to remind of: it travels in a command's record, which stays small. */
export const whatMax = 1_000;

export interface ReminderDraft {
  /** The same key makes the same reminder: pass the command's idempotency key. */
  readonly key: string;
  readonly what: string;
  readonly at: number;
  readonly timeZone: string;
  readonly person: PersonId;
  readonly from: Speaker;
  readonly place: Place;
  /** Of who hears it when it can't be kept. */
  readonly locale?: string;
}

/** A reminder, and where and when it will be told. */
export type Made = Reminder & { readonly told: ToldAt };

export interface Reminders {
  /** Keeps it and sets its timer, both durably. Made again under its key, it stays one. Throws Refusal for one too many or too long, or one that could never reach anybody. */
  add(draft: ReminderDraft): Promise<Made>;
  /** Those that wait for a person, soonest first, all of them. May miss what was made in the last seconds. */
  list(person: PersonId): Promise<readonly Reminder[]>;
  /** Takes one away; answers it, or null when this person has none such waiting. */
  forget(person: PersonId, id: string): Promise<Reminder | null>;
  /** Brings one back that was taken away, under its id; done twice, it stays one. Throws Refusal as `add` does. */
  restore(reminder: Reminder, locale: string): Promise<void>;
}

declare module '../../shared/command/context.ts' {
  interface Services {
    reminders: Reminders;
  }
}

/** The reminders in the store, each with its timer. */
export function reminderBook(deps: Pick<SkillDeps, 'store' | 'timers' | 'clock' | 'proactive' | 'keeps'>): Reminders {
  const { store, timers, clock } = deps;

  async function list(person: PersonId): Promise<readonly Reminder[]> {
    const pages = await Promise.all(
      (await idsOf(person)).map((partition) => store.query(reminders, { index: 'person', partition, limit: remindersMax })),
    );
    const all = pages.flatMap(({ items }) => items.map(({ value }) => value));
    return pages.length === 1 ? all : all.sort((one, other) => one.at - other.at);
  }

  /** A person's reminders are also those that were made through an identity before it was linked to them. */
  async function idsOf(person: PersonId): Promise<readonly PersonId[]> {
    return [...new Set([person, ...(await identitiesOf(store, person)).map(({ id }) => id)])];
  }

  return {
    list,
    async add({ key, locale = 'en', ...draft }) {
      const id = createHash('sha256').update(key).digest('hex').slice(0, 24);
      const before = await store.get(reminders, id);
      const reminder = before?.value ?? (await kept({ ...draft, id, madeAt: clock.now(), version: 1 }, locale));
      // Also when it was there: the process may have died between the two.
      if (reminder.firedAt === undefined) await timers.arm(timerOf(reminder), reminder.version, reminder.at);
      return { ...reminder, told: (await toldAt(reminder, deps)) ?? { how: 'when they come', place: reminder.place } };
    },
    async forget(person, id) {
      const found = await store.get(reminders, id);
      if (!found || found.value.firedAt !== undefined || !(await idsOf(person)).includes(found.value.person)) return null;
      try {
        await store.delete(reminders, id, { expect: found.version });
      } catch (error) {
        // It has just fired, or was forgotten twice at once.
        if (error instanceof VersionConflict) return null;
        throw error;
      }
      await timers.disarm(timerOf(found.value));
      return found.value;
    },
    async restore(gone, locale) {
      const before = await store.get(reminders, gone.id);
      const reminder = before?.value ?? (await kept({ ...gone, version: gone.version + 1 }, locale));
      if (reminder.firedAt === undefined) await timers.arm(timerOf(reminder), reminder.version, reminder.at);
    },
  };

  async function kept(reminder: Reminder, locale: string): Promise<Reminder> {
    const say = speak(locale);
    if (reminder.what.length > whatMax) {
      throw new Refusal('reminder_too_long', say.tooLong(reminder.what.length, whatMax), { hint: say.shorter });
    }
    if (!(await toldAt(reminder, deps))) {
      throw new Refusal('reminder_unreachable', say.unreachable(reminder.place.channel), { hint: say.elsewhere });
    }
    if ((await list(reminder.person)).length >= remindersMax) {
      throw new Refusal('too_many_reminders', say.tooMany(remindersMax), { hint: say.forgetSome });
    }
    try {
      await store.put(reminders, reminder.id, reminder, { expect: 0 });
      return reminder;
    } catch (error) {
      // Two runs of one command at once: the other's stands.
      const other = error instanceof VersionConflict ? await store.get(reminders, reminder.id) : null;
      if (other) return other.value;
      throw error;
    }
  }
}
