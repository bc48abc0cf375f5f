import type { SkillDeps } from '../../shared/command/skill.ts';
import { VersionConflict } from '../../shared/store/store.ts';
import type { Due } from '../../shared/timers/timers.ts';
import { toldAt } from '../place.ts';
import { reminderOf, reminders } from './reminder.ts';

/** The hidden command that tells a reminder; skills/remind defines it. */
export const dueCommand = 'reminder_due';

/**
 * A reminder is due: issues the command that tells it, under a key that makes it once however often the timer fires, and marks it as fired.
 * A timer whose reminder is gone, has fired or was put off does nothing.
 */
export async function fire(due: Due, deps: Pick<SkillDeps, 'store' | 'issue' | 'clock' | 'proactive' | 'keeps'>): Promise<void> {
  const { store, issue, clock } = deps;
  const id = reminderOf(due.id);
  const found = await store.get(reminders, id);
  if (!found || found.value.version !== due.version || found.value.firedAt !== undefined) return;
  const { what, at, from, place, version } = found.value;
  const to = (await toldAt(found.value, deps))?.place ?? place;
  await issue({
    key: `reminder/${id}/${version}`,
    name: dueCommand,
    raw: { args: { what, at: new Date(at).toISOString() } },
    from: to.user === undefined ? from : { ...from, user: to.user },
    place: to,
    priority: 'interactive',
    saidAt: clock.now(),
  });
  try {
    await store.put(reminders, id, { ...found.value, firedAt: clock.now() }, { expect: found.version });
  } catch (error) {
    // Forgotten or fired at this very moment: either way it no longer waits.
    if (!(error instanceof VersionConflict)) throw error;
  }
}
