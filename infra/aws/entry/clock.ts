import type { LambdaContext } from '../events/context.ts';
import { eachMessage, type QueueEvent, type QueueResult } from '../events/queue.ts';
import { lateness } from '../world/metrics.ts';
import { openWorld } from '../world/world.ts';

const open = openWorld();

/** Fires timers whose messages have come, on the second. */
export async function handler(event: QueueEvent, context: LambdaContext): Promise<QueueResult> {
  const { timers, core, log, numbers, clock } = await open();
  return eachMessage(
    event,
    context,
    async ({ body }, signal) => {
      const ticked = await timers.tick(
        body,
        async (due) => {
          lateness(numbers, clock.now() - due.due);
          await core.fire(due);
        },
        signal,
      );
      return ticked === 'retry' ? 'retry' : 'ok';
    },
    (cause) => log.error({ err: cause }, 'A timer met a defect; its message comes again.'),
  );
}
