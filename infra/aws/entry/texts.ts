import { arrivedBy } from '../../../bots/sms/arrived.ts';
import type { LambdaContext } from '../events/context.ts';
import { eachMessage, type QueueEvent, type QueueResult } from '../events/queue.ts';
import { openTaking } from '../world/taking.ts';

const { accept, clock, lines, observing } = openTaking(process.env);

/** Takes short messages that people write to the stage's number: what can't be kept comes again. */
export function handler(event: QueueEvent, context: LambdaContext): Promise<QueueResult> {
  return eachMessage(
    event,
    context,
    async ({ body }) => {
      const startedAt = clock.now();
      const inbound = arrivedBy(body, startedAt);
      if (inbound === null) return 'ok';
      const { known } = await accept(inbound);
      if (known) observing.duplicate(inbound.place.channel);
      else observing.accepted(inbound.place.channel, clock.now() - startedAt);
      return 'ok';
    },
    (cause) => lines.error({ err: cause }, 'A short message could not be kept; it comes again.'),
  );
}
