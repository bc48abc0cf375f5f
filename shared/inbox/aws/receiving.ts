import { ChangeMessageVisibilityCommand, DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { called, callMs } from '../../aws/call.ts';
import type { Clock } from '../../clock.ts';
import { withDeadline } from '../../deadline.ts';
import { type Message, parseMessage } from './messages.ts';

/** How long others don't see what was received, ms: enough for most to wait their turn and run. What runs longer extends it. */
export const visibilityMs = 120_000;
/** SQS: a receive waits 20 s at most. */
const waitSeconds = 20;
/** … and gives 10 messages at most. */
export const receiveMax = 10;

/** A message that was received and is not yet deleted. */
export interface Received {
  readonly queue: string;
  readonly handle: string;
  readonly message: Message;
  /** Until when others don't see it, ms since 1970; what extends it moves this on. */
  until: number;
}

/** What a worker does with its queues. */
export class Receiving {
  readonly #sqs: Pick<SQSClient, 'send'>;
  readonly #clock: Clock;
  readonly #report: (what: string, cause: unknown) => void;

  constructor(sqs: Pick<SQSClient, 'send'>, { clock, report }: { readonly clock: Clock; readonly report: (what: string, cause: unknown) => void }) {
    this.#sqs = sqs;
    this.#clock = clock;
    this.#report = report;
  }

  /** Up to `most` messages, waiting for them (`wait`) or not. What is none of ours is left to go where the queue puts what nobody deletes. Rejects when `signal` ends. */
  async receive(queue: string, most: number, wait: boolean, signal: AbortSignal): Promise<readonly Received[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: queue,
      MaxNumberOfMessages: Math.min(receiveMax, most),
      WaitTimeSeconds: wait ? waitSeconds : 0,
      VisibilityTimeout: visibilityMs / 1_000,
    });
    const until = this.#clock.now() + visibilityMs;
    const { Messages } = await withDeadline(waitSeconds * 1_000 + callMs, signal, (abortSignal) => this.#sqs.send(command, { abortSignal }));
    return (Messages ?? []).flatMap(({ Body, ReceiptHandle }) => {
      const message = parseMessage(Body);
      if (message && ReceiptHandle !== undefined) return [{ queue, handle: ReceiptHandle, message, until }];
      this.#report('A message was none of ours.', new TypeError(String(Body).slice(0, 200)));
      return [];
    });
  }

  /** It was done, or there is nothing to do. Undeleted, it comes again, and then there is nothing to do. */
  done({ queue, handle }: Received): void {
    this.#try('A message could not be deleted.', (abortSignal) =>
      this.#sqs.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle: handle }), { abortSignal }),
    );
  }

  /** Keeps it from others for another while, when half of its time is over. */
  extend(received: Received): void {
    const now = this.#clock.now();
    if (received.until - now > visibilityMs / 2) return;
    received.until = now + visibilityMs;
    this.#see(received, visibilityMs / 1_000);
  }

  /** Somebody else may have it now. */
  giveBack(received: Received): Promise<void> {
    return this.#see(received, 0);
  }

  #see({ queue, handle }: Received, seconds: number): Promise<void> {
    return this.#try('A message could not be given back or kept for longer.', (abortSignal) =>
      this.#sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: queue, ReceiptHandle: handle, VisibilityTimeout: seconds }), { abortSignal }),
    );
  }

  async #try(what: string, call: (abortSignal: AbortSignal) => Promise<unknown>): Promise<void> {
    try {
      await called(what, call);
    } catch (cause) {
      this.#report(what, cause);
    }
  }
}
