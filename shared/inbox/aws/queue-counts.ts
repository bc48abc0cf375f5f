import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { called } from '../../aws/call.ts';

/** About how many messages of some queues can be received now, and how many were and are not yet deleted. */
export interface QueueCounts {
  readonly visible: number;
  readonly underWay: number;
}

export async function queueCounts(sqs: Pick<SQSClient, 'send'>, queues: readonly string[]): Promise<QueueCounts> {
  const counts = await Promise.all([...new Set(queues)].map((queue) => countsOf(sqs, queue)));
  return {
    visible: counts.reduce((sum, { visible }) => sum + visible, 0),
    underWay: counts.reduce((sum, { underWay }) => sum + underWay, 0),
  };
}

async function countsOf(sqs: Pick<SQSClient, 'send'>, queue: string): Promise<QueueCounts> {
  const command = new GetQueueAttributesCommand({
    QueueUrl: queue,
    AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
  });
  const { Attributes } = await called('How many messages wait', (abortSignal) => sqs.send(command, { abortSignal }));
  return { visible: Number(Attributes?.ApproximateNumberOfMessages ?? 0), underWay: Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0) };
}
