import type { LambdaContext } from '../events/context.ts';
import { eachMessage, type QueueEvent, type QueueResult } from '../events/queue.ts';
import { openDelivery } from '../world/delivery.ts';
import { extender } from '../world/extend.ts';

const open = openDelivery();

/** Renders and sends replies: those of a queue's messages, side by side. */
export async function handler(event: QueueEvent, context: LambdaContext): Promise<QueueResult> {
  const { functions, deliver, log, sqs, queues } = await open();
  const failed = (cause: unknown) => log.error({ err: cause }, 'Replies could not be delivered; their message comes again.');
  return eachMessage(
    event,
    context,
    (record, signal) => functions.deliverMessage(record.body, deliver, { signal, extend: extender({ sqs, queues, failed }, record, context) }),
    failed,
  );
}
