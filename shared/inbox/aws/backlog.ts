import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Clock } from '../../clock.ts';
import { type InboxQueues, queuesToRun } from './messages.ts';
import { queueCounts } from './queue-counts.ts';

/** Between two looks at the queues, ms. */
const everyMs = 10_000;

export interface BacklogOptions {
  readonly sqs: Pick<SQSClient, 'send'>;
  readonly queues: InboxQueues;
  readonly clock: Clock;
  readonly failed: (cause: unknown) => void;
  /** So many commands at least come between two looks while few wait, where each look is paid for. Default 0. */
  readonly every?: number;
  /** With so many waiting, the time alone says when to look. */
  readonly busy?: number;
}

/**
 * How many commands wait to be run, near enough for the marks: what the queues said a few seconds ago, and what this process put in and took out since. A new process believes
 * that nothing waits until its first look.
 */
export class Backlog {
  readonly #options: BacklogOptions;
  readonly #queues: readonly string[];
  #lookedAt: number;
  #asked = 0;
  #said = 0;
  #since = 0;

  constructor(options: BacklogOptions) {
    this.#options = options;
    this.#queues = queuesToRun(options.queues);
    this.#lookedAt = options.clock.now();
  }

  get count(): number {
    return Math.max(0, this.#said + this.#since);
  }

  accepted(): void {
    this.#since++;
  }

  taken(): void {
    this.#since--;
  }

  /** Looks again, in a while, when the last look is old. Answers when that is done, for whoever does nothing more once they have answered; never rejects. */
  refresh(): Promise<void> | undefined {
    const { sqs, clock, failed, every = 0, busy = 0 } = this.#options;
    const now = clock.now();
    this.#asked++;
    if (now - this.#lookedAt < everyMs || (this.#asked < every && this.count < busy)) return undefined;
    this.#lookedAt = now;
    this.#asked = 0;
    return new Promise((resolve) => {
      setImmediate(() => {
        const before = this.#since;
        queueCounts(sqs, this.#queues)
          .then(({ visible }) => {
            this.#said = visible;
            this.#since -= before;
          }, failed)
          .then(resolve);
      });
    });
  }
}
