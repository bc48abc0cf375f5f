import { ChangeMessageVisibilityCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Alarm } from '../../shared/timers/alarm.ts';
import { isPoll, type Traffic } from './traffic.ts';

/** Makes a call, or not, or twice, or makes another answer of it: for tests of what goes wrong. */
export type Meddle = (command: object, call: () => Promise<unknown>) => Promise<unknown>;

/** Of a client, what a process uses. */
interface Sender {
  send(command: never, options?: { readonly abortSignal?: AbortSignal }): Promise<unknown>;
}

/** A receive waits no longer than this here, s: what was abandoned ends soon. */
const waitSecondsMax = 2;

/**
 * A process that uses AWS, as a test can kill it: from then on no call of it is made or answered, and nothing rings. A receive that it gives up (or that dies with it) gives
 * back what it gets, as the service does, where the stand-in would lose it for the time of its visibility.
 */
export class AwsProcess {
  readonly #traffic: Traffic;
  readonly #meddle: Meddle;
  #isDead = false;
  #die = () => {};
  /** Resolves when it is killed. */
  readonly died = new Promise<void>((resolve) => (this.#die = resolve));

  constructor(traffic: Traffic, meddle: Meddle = (_, call) => call()) {
    this.#traffic = traffic;
    this.#meddle = meddle;
  }

  kill(): void {
    this.#isDead = true;
    this.#die();
  }

  /** A client as this process has it. */
  client<C extends Sender>(client: C): C {
    const send = (command: object, options: { readonly abortSignal?: AbortSignal } = {}) => this.#send(client, command, options);
    return new Proxy(client, { get: (target, name) => (name === 'send' ? send : Reflect.get(target, name)) });
  }

  alarm(alarm: Alarm): Alarm {
    return {
      set: (at, ring) =>
        alarm.set(at, () => {
          if (!this.#isDead) ring();
        }),
    };
  }

  async #send(client: Sender, command: object, { abortSignal }: { readonly abortSignal?: AbortSignal }): Promise<unknown> {
    if (this.#isDead) return never;
    const answer = isPoll(command)
      ? await this.#poll(client, command, abortSignal)
      : await this.#traffic.during(command, () => this.#meddle(command, () => sendOf(client, command, abortSignal)));
    return this.#isDead ? never : answer;
  }

  async #poll(client: Sender, { input }: ReceiveMessageCommand, abortSignal: AbortSignal | undefined): Promise<unknown> {
    const WaitTimeSeconds = Math.min(waitSecondsMax, input.WaitTimeSeconds ?? 0);
    const command = new ReceiveMessageCommand({ ...input, WaitTimeSeconds });
    const polled = this.#traffic.during(command, () => this.#meddle(command, () => sendOf(client, command)));
    const isAbandoned = () => this.#isDead || abortSignal?.aborted;
    void polled.then(
      (answer) => {
        const handles = isAbandoned() ? handlesIn(answer) : [];
        for (const ReceiptHandle of handles) {
          const back = new ChangeMessageVisibilityCommand({ QueueUrl: input.QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
          void this.#traffic.during(back, () => sendOf(client, back)).catch(() => {});
        }
      },
      () => {},
    );
    return abortSignal ? Promise.race([polled, aborted(abortSignal)]) : polled;
  }
}

const never = new Promise<never>(() => {});

const sendOf = (client: Sender, command: object, abortSignal?: AbortSignal) => client.send(command as never, abortSignal ? { abortSignal } : {});

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function handlesIn(answer: unknown): string[] {
  const messages = (answer as { readonly Messages?: readonly { readonly ReceiptHandle?: string }[] }).Messages ?? [];
  return messages.map(({ ReceiptHandle }) => ReceiptHandle ?? '');
}
