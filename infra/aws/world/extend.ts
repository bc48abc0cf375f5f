import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { called } from '../../../shared/aws/call.ts';
import type { LambdaContext } from '../events/context.ts';
import type { QueueRecord } from '../events/queue.ts';

/** After the end of its function a message stays hidden for so long yet, s. */
const restS = 15;

export interface Extending {
  readonly sqs: Pick<SQSClient, 'send'>;
  /** What the addresses of the queues begin with. */
  readonly queues: string;
  readonly failed: (cause: unknown) => void;
}

/** Keeps a message from others while its handler works on: until the end of its function, once; should it die, others have the message then. What fails is tried again by the next call. */
export function extender({ sqs, queues, failed }: Extending, { eventSourceARN, receiptHandle }: QueueRecord, context: LambdaContext): () => void {
  const QueueUrl = `${queues.slice(0, queues.lastIndexOf('/') + 1)}${eventSourceARN.slice(eventSourceARN.lastIndexOf(':') + 1)}`;
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    const VisibilityTimeout = Math.ceil(context.getRemainingTimeInMillis() / 1_000) + restS;
    const command = new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout });
    called('A message', (abortSignal) => sqs.send(command, { abortSignal })).catch((cause) => {
      isDone = false;
      failed(cause);
    });
  };
}
