import type { Verdict } from '../../../shared/inbox/aws/lambda.ts';
import { endOf, type LambdaContext } from './context.ts';

/** A message as an event source of SQS hands it over. */
export interface QueueRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly eventSourceARN: string;
}

export interface QueueEvent {
  readonly Records: readonly QueueRecord[];
}

/** The messages that come again; the others are deleted. */
export interface QueueResult {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

export type OneMessage = (record: QueueRecord, signal: AbortSignal) => Promise<Verdict>;

/** Handles an event's messages side by side; `signal` ends some seconds before the function does. One that rejects comes again, and `failed` hears of it. */
export async function eachMessage(
  { Records }: QueueEvent,
  context: LambdaContext,
  handle: OneMessage,
  failed: (cause: unknown) => void,
): Promise<QueueResult> {
  const end = endOf(context);
  try {
    const verdicts = await Promise.all(
      Records.map((record) =>
        handle(record, end.signal).catch((cause): Verdict => {
          failed(cause);
          return 'retry';
        }),
      ),
    );
    const again = Records.filter((_, n) => verdicts[n] === 'retry');
    return { batchItemFailures: again.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  } finally {
    end.clear();
  }
}
