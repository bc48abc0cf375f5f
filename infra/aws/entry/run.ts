import type { Ticket } from '../../../shared/inbox/aws/spoken.ts';
import { endOf, type LambdaContext } from '../events/context.ts';
import { eachMessage, type QueueEvent, type QueueResult } from '../events/queue.ts';
import { extender } from '../world/extend.ts';
import { openWorld } from '../world/world.ts';

const open = openWorld();

/** Runs commands: those of a queue's messages, side by side; or one that voice accepted, by its ticket. */
export async function handler(event: QueueEvent | Ticket, context: LambdaContext): Promise<QueueResult | undefined> {
  const { functions, core, log, sqs, queues } = await open();
  const failed = (cause: unknown) => log.error({ err: cause }, 'A command could not be run; it comes again.');
  if ('Records' in event) {
    return eachMessage(
      event,
      context,
      (record, signal) => functions.runMessage(record.body, core.dispatch, { signal, extend: extender({ sqs, queues, failed }, record, context) }),
      failed,
    );
  }
  const end = endOf(context);
  await functions.runLeased(event, core.dispatch, { signal: end.signal }).finally(end.clear);
  return undefined;
}
