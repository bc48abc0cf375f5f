import type { Change } from './commands.ts';
import type { CommandItem } from './item.ts';
import { type Errand, messageOf, queueOf, send } from './messages.ts';
import type { AwsInboxParts, AwsSettled } from './options.ts';
import { delayMaxMs } from './places.ts';

/**
 * Tells the queues what a change made due, now or within the time that a message can be delayed; the rest is looked at in its time. A message that can't be sent is left to
 * the sweeper: the change stands.
 */
export function telling({ sqs, queues }: AwsInboxParts, { clock, report }: AwsSettled): (change: Change) => Promise<void> {
  async function tell(errand: Errand, item: CommandItem, due: number): Promise<void> {
    const delayMs = Math.max(0, due - clock.now());
    if (delayMs > delayMaxMs) return;
    try {
      await send(sqs, queueOf(queues, errand, item), messageOf(item, errand), { delayMs });
    } catch (cause) {
      report('A change was kept, and its message not sent: the sweeper sends it.', cause);
    }
  }

  return async ({ before, after }) => {
    if (!after) return;
    const { runDue, sendDue } = after;
    await Promise.all([
      runDue !== null && runDue !== before.runDue ? tell('run', after, runDue) : undefined,
      sendDue !== null && sendDue !== before.sendDue ? tell('deliver', after, sendDue) : undefined,
    ]);
  };
}
