import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Clock } from '../../clock.ts';
import { type InboxQueues, queuesToRun } from './messages.ts';
import { queueCounts } from './queue-counts.ts';

/** Between two looks at the queues, ms. */
const everyMs = 10_000;

/**
 * How many commands wait to be run, near enough for the marks: what the queues said a few seconds ago, and what this process put in and took out since. A new process believes
 * that nothing waits until its first look. Looking is nobody's to wait for.
 */
export class Backlog {
  readonly #sqs: Pick<SQSClient, 'send'>;
  readonly #queues: readonly string[];
  readonly #clock: Clock;
  readonly #failed: (cause: unknown) => void;
  #lookedAt: number;
  #said = 0;
  #since = 0;

  constructor(sqs: Pick<SQSClient, 'send'>, queues: InboxQueues, clock: Clock, failed: (cause: unknown) => void) {
    this.#sqs = sqs;
    this.#queues = queuesToRun(queues);
    this.#clock = clock;
    this.#failed = failed;
    this.#lookedAt = clock.now();
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

  /** Looks again, in a while, when the last look is old. */
  refresh(): void {
    const now = this.#clock.now();
    if (now - this.#lookedAt < everyMs) return;
    this.#lookedAt = now;
    setImmediate(() => {
      const before = this.#since;
      queueCounts(this.#sqs, this.#queues).then(({ visible }) => {
        this.#said = visible;
        this.#since -= before;
      }, this.#failed);
    });
  }
}
