import type { CommandId } from '../../command/command.ts';
import type { Inbox, Taken } from '../inbox.ts';
import { cancelled, dropped, redriven, wokenBy } from '../transition.ts';
import { accepting, reading } from './accept.ts';
import { coreOf } from './core.ts';
import { depthOf } from './depth.ts';
import type { CommandItem } from './item.ts';
import { lister } from './listing.ts';
import { Look } from './look.ts';
import { queuesOf, queuesToRun } from './messages.ts';
import { type AwsInboxOptions, type AwsInboxParts, awsDefaults } from './options.ts';
import { Receiving } from './receiving.ts';
import { sweeper } from './retention.ts';
import { Worker } from './worker.ts';

/**
 * The inbox on AWS: each command an item of the one table, which is the truth; queues carry who is to be looked at, and the index of open work has all who are, whatever became of
 * a message. Any number of processes work on it: who holds a command holds a lease in its item.
 *
 * Its marks (InboxFull) are about what the queues said some seconds ago. Its order holds among what is at hand in a process; tenants get their turn from the queues.
 */
export function awsInbox(parts: AwsInboxParts, options: AwsInboxOptions): Inbox {
  const settled = awsDefaults(options);
  const { clock, acceptedLeaseMaxMs } = settled;
  const { table, sqs, queues } = parts;
  const { commands, runs, deliveries, backlog, tell } = coreOf(parts, settled, (lookAt) => look.note(lookAt));
  const look = new Look(table, commands, settled);
  const receiving = new Receiving(sqs, settled);
  const worker = { receiving, look, settled };
  const toRun = new Worker({ ...worker, errand: 'run', queues: queuesToRun(queues) });
  const toSend = new Worker({ ...worker, errand: 'deliver', queues: [...new Set(queuesOf(queues.deliver))] });

  async function change(id: CommandId, transition: (item: CommandItem) => CommandItem | null): Promise<CommandItem | null> {
    const changed = await commands.change(id, transition);
    if (changed) await tell(changed);
    return changed?.after ?? null;
  }

  return {
    accept: accepting(parts, settled, {
      backlog,
      taken: (item) => runs.hold(item, clock.now() + acceptedLeaseMaxMs),
      kept: ({ lookAt }) => look.note(lookAt),
    }),
    consume(handler, options) {
      const under = new Map<number, Taken>();
      return toRun.serve(
        async ({ id, received }, n) => {
          const taken = await runs.take(id, received && (() => receiving.extend(received)));
          if (!taken) return;
          under.set(n, taken);
          await runs.run(taken, handler).finally(() => under.delete(n));
        },
        options,
        {
          warn(n) {
            const taken = under.get(n);
            if (taken) runs.warn(taken);
          },
          async release(n) {
            const taken = under.get(n);
            if (taken) await runs.release(taken);
          },
        },
      );
    },
    deliver: (handler, options) =>
      toSend.serve(({ id, received }) => deliveries.send(id, handler, received && (() => receiving.extend(received))), options, {
        warn() {},
        release: () => Promise.resolve(),
      }),
    finish: (taken, outcome, options) => runs.finish(taken, outcome, options?.delivered ?? false),
    read: reading(parts, settled),
    list: lister(table, commands),
    wake: async (id, input) => (await change(id, (item) => wokenBy(item, input))) !== null,
    async cancel(id, by) {
      const after = await change(id, (item) => cancelled(item, by, clock.now()));
      if (!after) return null;
      if (after.state !== 'running') return 'ended';
      runs.cancel(id);
      return 'signalled';
    },
    redrive: async (id) => (await change(id, (item) => redriven(item, clock.now()))) !== null,
    drop: async (id) => (await change(id, (item) => dropped(item, clock.now()))) !== null,
    depth: depthOf(parts, commands, settled),
    sweep: sweeper(parts, settled),
  };
}
