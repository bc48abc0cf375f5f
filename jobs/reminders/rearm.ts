import type { SkillDeps } from '../../shared/command/skill.ts';
import { reminders, timerOf, waitingParts } from './reminder.ts';

/** Arms what waits in the store: a timer that is there already stays as it is. For what a crash between the two, or a restored store, has left without. */
export async function rearm({ store, timers }: Pick<SkillDeps, 'store' | 'timers'>): Promise<void> {
  for (const partition of waitingParts) {
    let after: string | undefined;
    do {
      const page = await store.query(reminders, { index: 'waiting', partition, limit: 500, ...(after === undefined ? {} : { after }) });
      await Promise.all(page.items.map(({ value }) => timers.arm(timerOf(value), value.version, value.at)));
      after = page.next ?? undefined;
    } while (after !== undefined);
  }
}
