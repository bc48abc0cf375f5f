import { Duration, Stack } from 'aws-cdk-lib';
import { Queue, QueueEncryption, type QueueProps, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type AnyQueueName, deadQueue, lostTextsQueue, mailQueue, prefixOf, type QueueName, queueNames, textQueue } from '../queues.ts';
import { hiddenS, receiptsMax } from './queue-rules.ts';
import type { Stage } from './stage.ts';

const retentionDays = 4;
/** SQS: 14 days at most, counted from when a message was first sent. */
const deadRetentionDays = 14;

export type Queues = Readonly<Record<QueueName | typeof deadQueue, Queue>> & {
  /** Of a stage that sends mail. */
  readonly [mailQueue]?: Queue;
  /** Of a stage with a number; and what of it no function could take. */
  readonly [textQueue]?: Queue;
  readonly [lostTextsQueue]?: Queue;
};

/**
 * A queue for each priority of each handler group, one for deliveries and one for those of alerts, one for timers, and one for what comes back of mail, all with one queue for what no function could take. They hold ids: words and
 * tokens lie in the table. So SQS's own encryption is enough, and no call to a key stands between a command and its acknowledgement.
 */
export function makeQueues(scope: Construct, stage: Stage): Queues {
  const fed: readonly AnyQueueName[] = stage.mailFrom === undefined ? queueNames : [...queueNames, mailQueue];
  const nameOf = (name: string) => `${prefixOf(stage.name)}-${name}`;
  const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
  const dead = new Queue(scope, 'QueueDead', {
    ...common,
    queueName: nameOf(deadQueue),
    retentionPeriod: Duration.days(deadRetentionDays),
    visibilityTimeout: hidden(deadQueue),
    redriveAllowPolicy: {
      redrivePermission: RedrivePermission.BY_QUEUE,
      // By name: each queue names the dead one already.
      sourceQueues: fed.map((name) =>
        Queue.fromQueueArn(scope, `Source-${name}`, Stack.of(scope).formatArn({ service: 'sqs', resource: nameOf(name) })),
      ),
    },
  });
  const made = fed.map((name) => [
    name,
    new Queue(scope, `Queue-${name}`, {
      ...common,
      queueName: nameOf(name),
      retentionPeriod: Duration.days(retentionDays),
      visibilityTimeout: hidden(name),
      deadLetterQueue: { queue: dead, maxReceiveCount: receiptsMax },
    }),
  ]);
  const texts = stage.smsFrom === undefined ? {} : makeTextQueues(scope, nameOf, common);
  return { ...Object.fromEntries(made), [deadQueue]: dead, ...texts };
}

/** Short messages, words and all, on their way to the table; with a queue of their own for what can't be taken, as the dead one lets no more than ten others feed it (SQS), and redrives ids alone. */
function makeTextQueues(scope: Construct, nameOf: (name: string) => string, common: QueueProps) {
  const lost = new Queue(scope, 'QueueLostTexts', {
    ...common,
    queueName: nameOf(lostTextsQueue),
    retentionPeriod: Duration.days(deadRetentionDays),
  });
  const texts = new Queue(scope, 'QueueTexts', {
    ...common,
    queueName: nameOf(textQueue),
    retentionPeriod: Duration.days(retentionDays),
    visibilityTimeout: hidden(textQueue),
    deadLetterQueue: { queue: lost, maxReceiveCount: receiptsMax },
  });
  return { [textQueue]: texts, [lostTextsQueue]: lost };
}

const hidden = (name: AnyQueueName) => Duration.seconds(hiddenS(name));

/** One of them. Throws for one that this stage has not. */
export function queueOf(queues: Queues, name: AnyQueueName): Queue {
  const queue = queues[name];
  if (!queue) throw new Error(`The stage has no queue ${name}.`);
  return queue;
}
