import { ChangeMessageVisibilityCommand, ReceiveMessageCommand, SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { settle } from '../../shared/timers/manual-clock.ts';

/** Quiet turns after which nothing goes on by itself. */
const quietTurns = 3;
/** A message that a waiting receive doesn't get in this time, ms, is not there: it was counted twice, or the queue put it aside. */
const overdueMs = 300;

/** What is on its way between a test's processes and the emulated services, so that a test knows when everything has settled. A receive that waits for messages is at rest. */
export class Traffic {
  #calls = 0;
  readonly #polls = new Map<string, number>();
  /** How many messages can be received from which queue. */
  readonly #visible = new Map<string, number>();

  /** Counts a call while it is under way. */
  async during<T>(command: object, call: () => Promise<T>): Promise<T> {
    const queue = isPoll(command) ? command.input.QueueUrl : undefined;
    const count = (by: 1 | -1) => {
      if (queue === undefined) this.#calls += by;
      else add(this.#polls, queue, by);
    };
    count(1);
    // Before it is sent: a receive may have it before its sender hears so.
    this.#sent(command);
    try {
      const answer = await call();
      this.#received(command, answer);
      return answer;
    } finally {
      count(-1);
    }
  }

  /** Resolves when all that is under way has come to rest. */
  async rest(): Promise<void> {
    let waitedSince = Number.NaN;
    for (let quiet = 0; quiet < quietTurns; ) {
      await settle(4);
      const waiting = [...this.#polls.keys()].filter((queue) => (this.#visible.get(queue) ?? 0) > 0);
      if (this.#calls === 0 && waiting.length === 0) quiet++;
      else quiet = 0;
      if (this.#calls > 0 || waiting.length === 0) waitedSince = Number.NaN;
      else if (Number.isNaN(waitedSince)) waitedSince = performance.now();
      else if (performance.now() - waitedSince > overdueMs) for (const queue of waiting) this.#visible.delete(queue);
    }
  }

  #sent(command: object): void {
    if (command instanceof SendMessageCommand && !command.input.DelaySeconds) add(this.#visible, command.input.QueueUrl ?? '', 1);
    if (command instanceof SendMessageBatchCommand) {
      for (const { DelaySeconds } of command.input.Entries ?? []) if (!DelaySeconds) add(this.#visible, command.input.QueueUrl ?? '', 1);
    }
    if (command instanceof ChangeMessageVisibilityCommand && command.input.VisibilityTimeout === 0)
      add(this.#visible, command.input.QueueUrl ?? '', 1);
  }

  #received(command: object, answer: unknown): void {
    if (
      command instanceof ReceiveMessageCommand &&
      typeof answer === 'object' &&
      answer !== null &&
      'Messages' in answer &&
      Array.isArray(answer.Messages)
    ) {
      add(this.#visible, command.input.QueueUrl ?? '', -answer.Messages.length);
    }
  }
}

export function isPoll(command: object): command is ReceiveMessageCommand {
  return command instanceof ReceiveMessageCommand && (command.input.WaitTimeSeconds ?? 0) > 0;
}

function add(counts: Map<string, number>, name: string, by: number): void {
  const now = (counts.get(name) ?? 0) + by;
  if (now > 0) counts.set(name, now);
  else counts.delete(name);
}
