import type { LambdaContext } from '../events/context.ts';
import { eachMessage, type QueueEvent, type QueueResult } from '../events/queue.ts';
import { openMailEvents } from '../world/mail-events.ts';

const { take, lines } = openMailEvents();

/** Keeps which addresses bounced for good or complained. */
export function handler(event: QueueEvent, context: LambdaContext): Promise<QueueResult> {
  return eachMessage(
    event,
    context,
    ({ body }) => take(body),
    (cause) => lines.error({ err: cause }, 'What came back of mail could not be kept; it comes again.'),
  );
}
