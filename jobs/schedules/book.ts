import { channelTitle } from '../../shared/channel/title.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { Refusal } from '../../shared/errors.ts';
import { identitiesOf } from '../../shared/people/behind.ts';
import type { PersonId } from '../../shared/people/person.ts';
import { change } from '../../shared/store/change.ts';
import { VersionConflict } from '../../shared/store/store.ts';
import { toldAt } from '../place.ts';
import { type Decision, decide } from './decide.ts';
import { armed, issueAt, slotKey } from './fire.ts';
import { idOf, type Missed, type Plan, type Schedule, schedules, timerOf } from './schedule.ts';
import { slotsAfter } from './slots.ts';
import { speak } from './words/speak.ts';

/** Schedules that one person may have. */
export const schedulesMax = 200;
/** Grace for slots of a time in which a schedule was not to run: none. */
const missedAll = -1;
/** Slots that making or changing one shows. */
const shownMax = 5;
/** Tries to write what others write at the same moment. */
const writeTries = 20;

export interface Schedules {
  /** Keeps it and sets its timer, both durably. Made again under its key, it stays one. Throws Refusal for one too many, a rule that never comes, and one that could reach nobody. */
  add(key: string, plan: Plan): Promise<Schedule>;
  /** A person's, soonest first; with `tenant` (`channel/tenant`) all of it. May miss what changed in the last seconds. */
  list(whose: { readonly person: PersonId } | { readonly tenant: string }): Promise<readonly Schedule[]>;
  get(id: string): Promise<Schedule | null>;
  /** The next slots, ms since 1970; none of one that is paused. */
  upcoming(schedule: Schedule, count?: number): readonly number[];
  /** Another plan for it; what was decided, and whether it is paused, stays. Answers null when there is none. Throws Refusal as `add` does. */
  replan(id: string, plan: Plan): Promise<Schedule | null>;
  /** No slot is issued until it is resumed. Answers null when there is none. */
  pause(id: string): Promise<Schedule | null>;
  /** `missed`: what becomes of the slots that came meanwhile. Answers null when there is none. */
  resume(id: string, missed: Missed): Promise<Schedule | null>;
  /** Issues its command now, beside its slots; the same key makes it once. Answers null when there is none. */
  runNow(id: string, key: string): Promise<Schedule | null>;
  /** Answers what was taken away, or null when there is none. */
  remove(id: string): Promise<Schedule | null>;
  /** Brings one back that was taken away; the slots since then are left out. */
  restore(schedule: Schedule): Promise<Schedule>;
}

declare module '../../shared/command/context.ts' {
  interface Services {
    schedules: Schedules;
  }
}

/** The schedules in the store, each with its timer. */
export function scheduleBook(deps: SkillDeps): Schedules {
  const { store, timers, clock } = deps;

  async function list(whose: { readonly person: PersonId } | { readonly tenant: string }): Promise<readonly Schedule[]> {
    const partitions = 'tenant' in whose ? [whose.tenant] : await idsOf(whose.person);
    const index = 'tenant' in whose ? 'tenant' : 'person';
    const pages = await Promise.all(partitions.map((partition) => store.query(schedules, { index, partition, limit: schedulesMax })));
    const all = pages.flatMap(({ items }) => items.map(({ value }) => value));
    const last = Number.POSITIVE_INFINITY;
    return pages.length === 1 ? all : all.sort((one, other) => (one.next ?? last) - (other.next ?? last));
  }

  /** A person's are also those that were made through an identity before it was linked to them. */
  async function idsOf(person: PersonId): Promise<readonly PersonId[]> {
    return [...new Set([person, ...(await identitiesOf(store, person)).map(({ id }) => id)])];
  }

  /** Changes it, and sets the timer of what it waits for then. */
  async function changed(id: string, to: (before: Schedule) => Schedule): Promise<Schedule | null> {
    const { value } = await change(store, schedules, id, (before) => before && { ...to(before), version: before.version + 1 }, writeTries);
    if (value) await (value.next === undefined ? timers.disarm(timerOf(value)) : armed(value, timers));
    return value;
  }

  async function made(schedule: Schedule): Promise<Schedule> {
    try {
      await store.put(schedules, schedule.id, schedule, { expect: 0 });
      return schedule;
    } catch (error) {
      // Two runs of one command at once: the other's stands.
      const other = error instanceof VersionConflict ? await store.get(schedules, schedule.id) : null;
      if (other) return other.value;
      throw error;
    }
  }

  return {
    list,
    get: async (id) => (await store.get(schedules, id))?.value ?? null,
    upcoming: ({ rule, madeAt, next, until = Number.POSITIVE_INFINITY }, count = shownMax) =>
      next === undefined ? [] : [next, ...slotsAfter(rule, madeAt, next, count - 1)].filter((slot) => slot <= until),
    async add(key, plan) {
      const id = idOf(key);
      const before = (await store.get(schedules, id))?.value;
      const schedule = before ?? (await made(await checked({ ...plan, id, madeAt: clock.now(), version: 1, leftOut: 0 })));
      // Also when it was there: the process may have died between the two.
      await armed(schedule, timers);
      return schedule;
    },
    async replan(id, plan) {
      const found = (await store.get(schedules, id))?.value;
      if (!found) return null;
      await reachable(plan);
      const next = nextSlot(plan, found.madeAt);
      return changed(id, ({ madeAt, version, pausedAt, decided, last, leftOut }) => ({
        ...plan,
        id,
        madeAt,
        version,
        leftOut,
        ...(decided === undefined ? {} : { decided }),
        ...(last === undefined ? {} : { last }),
        ...(pausedAt === undefined ? { next } : { pausedAt }),
      }));
    },
    pause: (id) => changed(id, ({ next: _, ...schedule }) => ({ ...schedule, pausedAt: schedule.pausedAt ?? clock.now() })),
    async resume(id, missed) {
      const paused = (await store.get(schedules, id))?.value;
      if (paused?.pausedAt === undefined) return paused ?? null;
      const now = clock.now();
      const { run } = decide({ ...paused, missed, overlap: 'parallel' }, now, missedAll);
      // By their own keys: resumed twice at once, each slot still runs once.
      for (const slot of run) await issueAt(paused, slot, slotKey(id, slot), deps);
      return changed(id, ({ pausedAt: _, ...schedule }) => ({ ...schedule, ...passed(schedule, now, run.length) }));
    },
    async runNow(id, key) {
      const found = (await store.get(schedules, id))?.value;
      if (found) await issueAt(found, clock.now(), `schedule/${id}/now/${key}`, deps);
      return found ?? null;
    },
    async remove(id) {
      const found = await store.get(schedules, id);
      if (!found || !(await store.delete(schedules, id))) return null;
      await timers.disarm(timerOf(found.value));
      return found.value;
    },
    async restore(gone) {
      const { next: _, ...rest } = gone;
      const waits = gone.pausedAt === undefined ? passed(gone, clock.now(), 0) : {};
      const back = await made({ ...rest, ...waits, version: gone.version + 1 });
      await armed(back, timers);
      return back;
    },
  };

  async function checked(plan: Schedule): Promise<Schedule> {
    await reachable(plan);
    const say = speak(plan.locale);
    if ((await list({ person: plan.person })).length >= schedulesMax)
      throw new Refusal('too_many_schedules', say.tooMany(schedulesMax), { hint: say.takeSomeAway });
    return { ...plan, next: nextSlot(plan, plan.madeAt) };
  }

  async function reachable(plan: Plan): Promise<void> {
    const say = speak(plan.locale);
    if (!(await toldAt(plan, deps)))
      throw new Refusal('schedule_unreachable', say.unreachable(channelTitle(plan.place.channel)), { hint: say.elsewhere });
  }

  /** Throws Refusal for a rule that never comes. */
  function nextSlot({ rule, until, locale }: Plan, madeAt: number): number {
    const [next] = slotsAfter(rule, madeAt, clock.now(), 1);
    if (next !== undefined && next <= (until ?? next)) return next;
    const say = speak(locale);
    throw new Refusal('schedule_never', say.never, { hint: say.otherwise });
  }
}

/** What a schedule has come to when its slots up to now are over, of which so many ran. */
function passed(schedule: Schedule, now: number, ran: number): Pick<Schedule, 'leftOut'> & Omit<Decision, 'run' | 'leftOut'> {
  const { run: _, leftOut, ...reached } = decide({ ...schedule, missed: 'skip' }, now, missedAll);
  return { ...reached, leftOut: schedule.leftOut + leftOut - ran };
}
