import { dice } from '../timers/dice.ts';
import { unkindly } from '../timers/unkind.ts';
import type { CommandRecord, Inbox } from './inbox.ts';

/** How often a command is handed out twice, and how often it is overtaken by another. */
const twice = 0.3;
const overtaken = 0.4;
/** How many times a listing shows its former state, at most. */
const lagMax = 3;

/**
 * An inbox as a distant one is on a bad day, for tests: lost questions and acknowledgements (StorageFailed), the same command handed out twice, others
 * overtaking it, listings that lag. The same seed gives the same day.
 */
export function unkindInbox(inbox: Inbox, seed: number): Inbox {
  const roll = dice(seed);
  const lagging = new Map<string, { readonly records: readonly CommandRecord[]; left: number }>();

  async function beOvertaken(): Promise<void> {
    if (roll() < overtaken) for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
  }

  return {
    accept: (command, options) => unkindly(roll, () => inbox.accept(command, options)),
    consume: (handler, options) =>
      inbox.consume(async (taken) => {
        await beOvertaken();
        const outcome = await handler(taken);
        // The other one's lease was lost, so what it makes of it doesn't count.
        if (roll() < twice) await handler({ ...taken, diedInside: true }).catch(() => {});
        return outcome;
      }, options),
    deliver: (handler, options) =>
      inbox.deliver(async (record) => {
        await beOvertaken();
        const result = await handler(record);
        if (roll() < twice) await handler(record).catch(() => {});
        return result;
      }, options),
    finish: (taken, outcome, options) => unkindly(roll, () => inbox.finish(taken, outcome, options)),
    read: (id) => inbox.read(id),
    async list(listing, limit) {
      const name = `${JSON.stringify(listing)} ${limit}`;
      const before = lagging.get(name);
      if (before && before.left-- > 0) return before.records;
      const records = await inbox.list(listing, limit);
      lagging.set(name, { records, left: Math.floor(roll() * (lagMax + 1)) });
      return records;
    },
    wake: (id, input) => unkindly(roll, () => inbox.wake(id, input)),
    cancel: (id, by) => unkindly(roll, () => inbox.cancel(id, by)),
    redrive: (id) => unkindly(roll, () => inbox.redrive(id)),
    drop: (id) => unkindly(roll, () => inbox.drop(id)),
    depth: () => inbox.depth(),
    sweep: (before, limit) => unkindly(roll, () => inbox.sweep(before, limit)),
  };
}
