import type { SkillDeps } from '../../shared/command/skill.ts';
import { timerId } from '../../shared/timers/timer-id.ts';
import type { Due } from '../../shared/timers/timers.ts';
import { type Check, checks } from './check.ts';
import { heartbeats } from './heartbeat.ts';

/** What the ids of their timers begin with. */
export const timerPrefix = 'check-gone/';

/** Taking one away can be undone for a day; what it saw stays an hour longer, ms. */
const forgottenMs = 25 * 3_600_000;

/** Has what a check saw forgotten, once taking it away can't be undone any more. */
export async function forgetLater({ id, place }: Check, now: number, timers: SkillDeps['timers']): Promise<void> {
  await timers.arm(timerId('check-gone', place.tenant, id), now, now + forgottenMs);
}

/** Forgets what a check saw, unless it was brought back. */
export async function fire({ id }: Due, { store, series }: Pick<SkillDeps, 'store' | 'series'>): Promise<void> {
  const check = id.slice(id.lastIndexOf('/') + 1);
  if (await store.get(checks, check)) return;
  await series.drop(check);
  await store.delete(heartbeats, check);
}
