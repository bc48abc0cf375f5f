import type { SkillDeps } from '../../shared/command/skill.ts';
import { VersionConflict } from '../../shared/store/store.ts';
import type { Due } from '../../shared/timers/timers.ts';
import { toldAt } from '../place.ts';
import { type Decision, decide } from './decide.ts';
import { dueAt, type Run, type Schedule, scheduleOf, schedules, timerOf } from './schedule.ts';

type Deps = Pick<SkillDeps, 'store' | 'timers' | 'inbox' | 'issue' | 'clock' | 'proactive' | 'keeps' | 'log'>;

/** The hidden command that tells why a schedule goes on no longer; skills/schedules defines it. */
export const brokenCommand = 'schedule_broken';

/** While a run is open, whose slots wait for its end, it is looked at again after so long, ms. */
const lookAgainMs = 5_000;

/**
 * A slot has come: issues the command once for each slot that is to run, under a key that makes it one however often the timer fires, sets the next slot, and arms its timer. Died
 * between any two steps, the timer fires again and goes on: what was issued is known by its key, and what was set is armed.
 */
export async function fire(due: Due, deps: Deps): Promise<void> {
  const { store, timers, clock, inbox, log } = deps;
  const found = await store.get(schedules, scheduleOf(due.id));
  if (!found || found.value.next === undefined || found.value.version < due.version) return;
  const schedule = found.value;
  if (schedule.version > due.version) return armed(schedule, timers);
  const now = clock.now();
  const later = { ...schedule, version: schedule.version + 1 };
  const isHeld = schedule.overlap !== 'parallel' && (await isOpen(schedule, inbox));
  if (isHeld && schedule.overlap === 'queue') return set(found.version, later, now + lookAgainMs, deps);
  const { next: _, ...passed } = later;
  let decision: Decision;
  try {
    decision = decide(schedule, now);
  } catch (error) {
    // A zone that newer time zone data has no more: nobody can say when 9 is there.
    if (!(error instanceof RangeError)) throw error;
    log.warn({ schedule: schedule.id, err: error }, 'A schedule goes on no longer: its time zone is unknown.');
    await issueAt(
      { ...schedule, command: { name: brokenCommand, raw: { args: { what: schedule.what, why: error.message } } } },
      now,
      `${due.id}/broken`,
      deps,
    );
    return set(found.version, { ...passed, broken: error.message }, null, deps);
  }
  const { run, leftOut, ...reached } = decision;
  let { last } = schedule;
  if (!isHeld) for (const slot of run) last = await issueAt(schedule, slot, slotKey(schedule.id, slot), deps);
  const missed = schedule.leftOut + leftOut + (isHeld ? run.length : 0);
  await set(found.version, { ...passed, ...reached, ...(last ? { last } : {}), leftOut: missed }, null, deps);
}

/** Arms the timer of its next slot, as it stands. */
export async function armed(schedule: Schedule, timers: Pick<Deps['timers'], 'arm'>): Promise<void> {
  if (schedule.next !== undefined) await timers.arm(timerOf(schedule), schedule.version, dueAt(schedule, schedule.next));
}

async function set(expect: number, schedule: Schedule, at: number | null, { store, timers }: Deps): Promise<void> {
  try {
    await store.put(schedules, schedule.id, schedule, { expect });
  } catch (error) {
    // Paused, changed or taken away at this very moment: who did so has armed what is to come.
    if (error instanceof VersionConflict) return;
    throw error;
  }
  if (at === null) await armed(schedule, timers);
  else await timers.arm(timerOf(schedule), schedule.version, at);
}

async function isOpen({ last }: Schedule, inbox: Pick<Deps['inbox'], 'read'>): Promise<boolean> {
  const record = last && (await inbox.read(last.command));
  return record != null && record.endedAt === undefined;
}

/** The idempotency key of a slot's command. */
export const slotKey = (id: string, slot: number) => `schedule/${id}/${slot}`;

/** Issues a schedule's command for an instant, where its answer can be told. */
export async function issueAt(
  schedule: Schedule,
  at: number,
  key: string,
  deps: Pick<Deps, 'store' | 'issue' | 'clock' | 'proactive' | 'keeps'>,
): Promise<Run> {
  const { command, place, from, timeZone, locale } = schedule;
  const to = (await toldAt(schedule, deps))?.place ?? place;
  const issuedAt = deps.clock.now();
  const asked = await deps.issue({
    key,
    ...command,
    from: to.user === undefined ? from : { ...from, user: to.user },
    place: to,
    priority: 'report',
    // "yesterday" in it counts from its slot, however late it runs.
    saidAt: at,
    timeZone,
    locale,
  });
  return { slot: at, issuedAt, command: asked };
}
