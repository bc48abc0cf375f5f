import { ChangeMessageVisibilityCommand, DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Meddle } from '../../../test/aws/process.ts';
import type { CommandRecord, DeliveryResult, Outcome, Taken } from '../inbox.ts';
import { awsInboxFunctions, type InboxFunctions, type MessageOptions, type Verdict } from './lambda.ts';
import { queuesOf, queuesToRun } from './messages.ts';
import type { AwsSubject } from './subject.contract.ts';

export interface Handlers {
  readonly run?: (taken: Taken) => Promise<Outcome> | Outcome;
  readonly deliver?: (record: CommandRecord) => Promise<DeliveryResult> | DeliveryResult;
  readonly options?: MessageOptions;
}

/** The inbox as functions, with queues that call them as Lambda's event source does: deleted when they say so, seen again when not. */
export interface Deployed {
  readonly functions: InboxFunctions;
  readonly runs: Taken[];
  readonly deliveries: CommandRecord[];
  /** Hands over all messages there are, over and over until none is left, or it dies; what is to come again waits for the next call. Answers how many were handed over. */
  pump(): Promise<number>;
  readonly died: Promise<void>;
  isDead(): boolean;
  kill(): void;
}

export function deploy(
  subject: AwsSubject,
  { run = () => ({ state: 'done', replies: [] }), deliver = () => ({ state: 'sent' }), options = {} }: Handlers = {},
  meddle?: Meddle,
): Deployed {
  const { parts, options: settings, died, kill } = subject.process(meddle);
  const functions = awsInboxFunctions(parts, settings);
  const runs: Taken[] = [];
  const deliveries: CommandRecord[] = [];
  const { sqs, queues } = subject.parts;
  const called: readonly [readonly string[], (body: string) => Promise<Verdict>][] = [
    [
      queuesToRun(queues),
      (body) =>
        functions.runMessage(
          body,
          async (taken) => {
            runs.push(taken);
            return run(taken);
          },
          options,
        ),
    ],
    [
      queuesOf(queues.deliver),
      (body) =>
        functions.deliverMessage(
          body,
          async (record) => {
            deliveries.push(record);
            return deliver(record);
          },
          options,
        ),
    ],
  ];

  async function pump(): Promise<number> {
    let handed = 0;
    const again: (() => Promise<unknown>)[] = [];
    for (let isLast = false; !isLast; ) {
      isLast = true;
      for (const [from, call] of called) {
        for (const QueueUrl of from) {
          if (!(await subject.holds(QueueUrl))) continue;
          const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }));
          for (const { Body, ReceiptHandle } of Messages ?? []) {
            isLast = false;
            handed++;
            const verdict = await Promise.race([call(Body ?? ''), died.then(() => 'dead' as const)]);
            // What it had of them is seen again much later.
            if (verdict === 'dead') return handed;
            if (verdict === 'ok') await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
            else again.push(() => sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 })));
          }
        }
      }
    }
    for (const give of again) await give();
    return handed;
  }

  let isDead = false;
  void died.then(() => {
    isDead = true;
  });
  return { functions, runs, deliveries, pump, died, isDead: () => isDead, kill };
}
