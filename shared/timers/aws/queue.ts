import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { called } from '../../aws/call.ts';
import type { Clock } from '../../clock.ts';
import { withDeadline } from '../../deadline.ts';
import type { Due } from '../timers.ts';
import { bodyOf } from './message.ts';

/** SQS: a message's own delay, whole seconds. */
export const delaySecondsMax = 900;
/** SQS: the longest that a receive waits, and the most it gives. */
const waitSeconds = 20;
const messagesMax = 10;
/** Longer than a receive waits. */
const receiveMs = 25_000;

/** A message is not seen again for longer than a handler takes; those that come again too often go to the queue's dead letters. */
export interface ClockQueue {
  readonly client: Pick<SQSClient, 'send'>;
  readonly url: string;
}

/** The clock queue: standard, since it is the table that knows what has fired. */
export function clockQueue({ client, url: QueueUrl }: ClockQueue, clock: Clock) {
  return {
    /** Sends what wakes the timer at `at`, or after 15 minutes if that is sooner; up to a second late, for delays are whole seconds. Throws StorageFailed. */
    async wake(timer: Due, at: number): Promise<void> {
      const DelaySeconds = Math.max(0, Math.min(delaySecondsMax, Math.ceil((at - clock.now()) / 1_000)));
      const command = new SendMessageCommand({ QueueUrl, MessageBody: bodyOf(timer), DelaySeconds });
      await called("A timer's message", (abortSignal) => client.send(command, { abortSignal }));
    },

    /** Waits for messages, some seconds; answers none when none came. */
    async receive(signal: AbortSignal): Promise<readonly Message[]> {
      const command = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: waitSeconds, MaxNumberOfMessages: messagesMax });
      const { Messages = [] } = await withDeadline(receiveMs, signal, (abortSignal) => client.send(command, { abortSignal }));
      return Messages;
    },

    /** Lets a message go. */
    async drop({ ReceiptHandle }: Message): Promise<void> {
      const command = new DeleteMessageCommand({ QueueUrl, ReceiptHandle });
      await called("A timer's message", (abortSignal) => client.send(command, { abortSignal }));
    },
  };
}

export type Wakes = ReturnType<typeof clockQueue>;
