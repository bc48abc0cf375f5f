import type { Inbound } from '../../shared/channel/inbound.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Issue } from '../../shared/flow/issue.ts';
import { keptBook } from '../../shared/flow/kept.ts';
import { personId } from '../../shared/people/person.ts';
import type { Store } from '../../shared/store/store.ts';
import { missed } from '../../skills/answer/missed.ts';

/** Somebody is there now: what was kept for them is told, by a command like any other; nothing is said when nothing waits. Rejects as `issue` does. */
export type Arrived = (who: Omit<Inbound, 'key' | 'said'>) => Promise<void>;

/** Two pages that open at once, or one that connects again and again, are one arrival, ms. */
const onceMs = 10_000;

export function arrivals({ store, clock, issue }: { readonly store: Store; readonly clock: Clock; readonly issue: Issue }): Arrived {
  const kept = keptBook(store, clock);
  return async (who) => {
    const { place, from } = who;
    const [first] = await kept.waiting(personId(place, from.user), 1);
    if (!first) return;
    const key = `missed/${first.command}/${Math.floor(clock.now() / onceMs)}`;
    await issue({ ...who, key, name: missed.name, raw: { args: {} }, place: { ...place, user: from.user }, priority: 'interactive' });
  };
}
