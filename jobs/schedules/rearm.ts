import type { SkillDeps } from '../../shared/command/skill.ts';
import { sortable } from '../../shared/store/sortable.ts';
import { armed } from './fire.ts';
import { schedules, waitingParts } from './schedule.ts';

/** A slot that waits for so long has lost its timer, ms: it is late by no clock. */
const lostAfterMs = 60_000;

/**
 * Arms what is long due: a timer that is there already stays as it is. For what a restored store has left without; a crash leaves none, as the timer that fired fires again.
 * Of a million schedules only those are read.
 */
export async function rearm({ store, timers, clock }: Pick<SkillDeps, 'store' | 'timers' | 'clock'>): Promise<void> {
  const to = sortable(clock.now() - lostAfterMs);
  for (const partition of waitingParts) {
    let after: string | undefined;
    do {
      const page = await store.query(schedules, { index: 'waiting', partition, to, limit: 500, ...(after === undefined ? {} : { after }) });
      await Promise.all(page.items.map(({ value }) => armed(value, timers)));
      after = page.next ?? undefined;
    } while (after !== undefined);
  }
}
