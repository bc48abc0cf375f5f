import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { HttpEvent } from '../../infra/aws/events/http.ts';
import type { QueueEvent, QueueResult } from '../../infra/aws/events/queue.ts';
import type { AnyQueueName } from '../../infra/aws/queues.ts';
import type { Aws } from './aws.ts';
import type { StageParts } from './stage-environment.ts';

/** The context of a function that has so long yet, ms. */
export const contextOf = (leftMs = 30_000, startedAt = Date.now()) => ({
  getRemainingTimeInMillis: () => Math.max(0, startedAt + leftMs - Date.now()),
});

/** A request as an HTTP API hands it over. */
export function httpEvent(path: string, headers: Readonly<Record<string, string>>, body: string, method = 'POST'): HttpEvent {
  return {
    rawPath: path,
    rawQueryString: '',
    headers,
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
    requestContext: { http: { method } },
  };
}

type Handler = (event: QueueEvent, context: ReturnType<typeof contextOf>) => Promise<QueueResult | undefined>;

/** Hands what is in a queue to a handler, once, as one event; what is done with is deleted. Answers the event and what was answered; null when nothing was there. */
export async function handOver({ fauxqs: { sqs } }: Aws, stage: StageParts, name: AnyQueueName, handler: Handler, context = contextOf()) {
  const QueueUrl = stage.queueUrl(name);
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 60 }));
  if (Messages.length === 0) return null;
  const Records = Messages.map(({ MessageId = '', ReceiptHandle = '', Body = '' }) => ({
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    eventSourceARN: stage.queueArn(name),
  }));
  const answer = await handler({ Records }, context);
  const failed = new Set(answer?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  for (const { messageId, receiptHandle } of Records)
    if (!failed.has(messageId)) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receiptHandle }));
  return { Records, answer };
}
