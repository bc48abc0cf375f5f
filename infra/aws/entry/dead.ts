import type { LambdaContext } from '../events/context.ts';
import { eachMessage, type QueueEvent, type QueueResult } from '../events/queue.ts';
import { openDeadLetters } from '../world/dead-letters.ts';

const { take, lines } = openDeadLetters();

/** Makes dead letters of what no function could take, and wakes timers that the Scheduler could not. */
export function handler(event: QueueEvent, context: LambdaContext): Promise<QueueResult> {
  return eachMessage(
    event,
    context,
    ({ body }) => take(body),
    (cause) => lines.error({ err: cause }, 'A message that was put aside could not be taken; it comes again.'),
  );
}
