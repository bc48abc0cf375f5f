import { DeleteMessageCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { failedOf } from './batch-answer.ts';
import { type LambdaFunction, TooManyRequests } from './function.ts';
import { sqsEvent } from './sqs-event.ts';

/** How a queue hands its messages over, to be changed at will: a standard queue may do all of this. */
export interface QueueMood {
  /** The same messages in one or more events, in any order. */
  readonly deal: (messages: readonly Message[]) => readonly (readonly Message[])[];
  /** How much later than it could this event comes, ms. */
  readonly lateMs: () => number;
  /** Whether this event comes once more after its messages were deleted. */
  readonly twice: () => boolean;
}

export const evenMood: QueueMood = { deal: (messages) => [messages], lateMs: () => 0, twice: () => false };

export interface EventSourceOptions {
  readonly sqs: Pick<SQSClient, 'send'>;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly to: LambdaFunction;
  /** Messages of one event at most: up to 10. */
  readonly batch: number;
  /** Events at once at most. */
  readonly maximum: number;
  readonly mood: () => QueueMood;
}

/** A receive waits so long, s, as Lambda's do. */
const waitSeconds = 20;
/** After a throttled invocation, ms. */
const againMs = 200;

/**
 * A queue that feeds a function, with ReportBatchItemFailures: receives while there is room, hands over, and deletes what did not fail. What failed stays hidden for the queue's time of
 * visibility, and comes again, or goes to the dead letters: the queue sees to that. A refused invocation is tried again, its messages held.
 */
export class EventSource {
  readonly #options: EventSourceOptions;
  #underWay = new Set<Promise<void>>();
  #isClosed = false;
  #go: Promise<void> = Promise.resolve();
  #resume = () => {};
  #freed = () => {};

  constructor(options: EventSourceOptions) {
    this.#options = options;
    void this.#poll();
  }

  /** Hands nothing more over until it is resumed; resolves when what was handed over has ended. */
  async pause(): Promise<void> {
    this.#go = new Promise((resolve) => (this.#resume = resolve));
    await Promise.all(this.#underWay);
  }

  resume(): void {
    this.#resume();
  }

  close(): void {
    this.#isClosed = true;
    this.#resume();
    this.#freed();
  }

  async #poll(): Promise<void> {
    const { sqs, queueUrl, batch, maximum, mood } = this.#options;
    while (!this.#isClosed) {
      if (this.#underWay.size >= maximum) {
        await new Promise<void>((resolve) => (this.#freed = resolve));
        continue;
      }
      let messages: readonly Message[] = [];
      try {
        const command = new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: batch,
          WaitTimeSeconds: waitSeconds,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        });
        messages = (await sqs.send(command)).Messages ?? [];
      } catch (cause) {
        if (!this.#isClosed) await pause(againMs);
        else return;
        if (cause instanceof TypeError) throw cause;
      }
      await this.#go;
      if (messages.length > 0 && !this.#isClosed) for (const some of mood().deal(messages)) this.#track(this.#handOver(some));
    }
  }

  #track(work: Promise<void>): void {
    const done = work.finally(() => {
      this.#underWay.delete(done);
      this.#freed();
    });
    this.#underWay.add(done);
  }

  async #handOver(messages: readonly Message[]): Promise<void> {
    const { lateMs, twice } = this.#options.mood();
    const wait = lateMs();
    if (wait > 0) await pause(wait);
    const failed = await this.#invoke(messages);
    await Promise.all(messages.map((message) => (failed === 'all' || failed.has(message.MessageId ?? '') ? undefined : this.#delete(message))));
    if (twice()) await this.#invoke(messages);
  }

  async #invoke(messages: readonly Message[]): Promise<ReturnType<typeof failedOf>> {
    const { to, queueArn } = this.#options;
    for (;;) {
      try {
        const ended = await to.invoke(sqsEvent(messages, queueArn));
        return 'error' in ended
          ? 'all'
          : failedOf(
              ended.payload,
              messages.map(({ MessageId }) => MessageId ?? ''),
            );
      } catch (cause) {
        if (!(cause instanceof TooManyRequests)) throw cause;
        if (this.#isClosed) return 'all';
        await pause(againMs);
      }
    }
  }

  async #delete({ ReceiptHandle }: Message): Promise<void> {
    const { sqs, queueUrl } = this.#options;
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle })).catch(() => {});
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
