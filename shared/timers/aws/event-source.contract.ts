import { DeleteMessageCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Clock } from '../../clock.ts';
import type { Stage } from './subject.contract.ts';
import type { Ticked } from './tick.ts';

/** The attribute that says when a message may be seen, ms of the test's clock. */
const visibleAt = 'visibleAt';

/** Has delays go by a test's clock: messages arrive at once and say when they may be seen, for who holds them until then. */
export function delaysByClock(client: SQSClient, clock: Clock): SQSClient {
  client.middlewareStack.add(
    (next) => (args) => {
      const { input } = args;
      if (!('MessageBody' in input)) return next(args);
      const at = clock.now() + (input.DelaySeconds ?? 0) * 1_000;
      const MessageAttributes = { [visibleAt]: { DataType: 'Number', StringValue: String(at) } };
      return next({ ...args, input: { ...input, DelaySeconds: 0, MessageAttributes } });
    },
    { step: 'initialize' },
  );
  return client;
}

/** How long a message that must come again is not seen, ms; and how often it comes before it is dead. */
const visibilityMs = 60_000;
const receivesMax = 5;

interface Held {
  readonly body: string;
  receives: number;
}

/**
 * The clock queue's event source, by a test's clock: takes what is in the queue between two rings, holds each message until it may be seen, and hands it to a function. What must come
 * again does, some times; then it is dead.
 */
export function eventSource(stage: Stage, sqs: SQSClient) {
  let answer: (body: string) => Promise<Ticked> = async () => 'retry';
  const answers: { readonly at: number; readonly body: string; readonly ticked: Ticked }[] = [];
  const dead: string[] = [];
  stage.between(pull);

  return {
    /** From now on messages go to this function; those under way stay with the one before. */
    by(tick: (body: string) => Promise<Ticked>): void {
      answer = tick;
    },
    answers,
    dead,
  };

  async function pull(): Promise<void> {
    while (await stage.holds()) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: stage.queueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: [visibleAt] }),
      );
      if (Messages.length === 0) return;
      await Promise.all(Messages.map(({ ReceiptHandle }) => sqs.send(new DeleteMessageCommand({ QueueUrl: stage.queueUrl, ReceiptHandle }))));
      for (const message of Messages) hold({ body: message.Body ?? '', receives: 0 }, seenAt(message));
      // What may be seen already has been handed over, and may have sent more.
      await stage.rest();
    }
  }

  function hold(message: Held, at: number): void {
    if (at > stage.clock.now()) stage.clock.set(at, () => void give(message));
    else void give(message);
  }

  async function give(message: Held): Promise<void> {
    if (message.receives++ === receivesMax) return void dead.push(message.body);
    // It is seen again when nothing was heard of it by then, however that came.
    const callOff = stage.clock.set(stage.clock.now() + visibilityMs, () => void give(message));
    const ticked = await answer(message.body);
    answers.push({ at: stage.clock.now(), body: message.body, ticked });
    if (ticked !== 'retry') callOff();
  }
}

const seenAt = (message: Message) => Number(message.MessageAttributes?.[visibleAt]?.StringValue);
