import { Duration, Stack } from 'aws-cdk-lib';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { deadQueue, prefixOf, type QueueName, queueNames } from '../queues.ts';
import { hiddenS, receiptsMax } from './queue-rules.ts';
import type { Stage } from './stage.ts';

const retentionDays = 4;
/** SQS: 14 days at most, counted from when a message was first sent. */
const deadRetentionDays = 14;

export type Queues = Readonly<Record<QueueName | typeof deadQueue, Queue>>;

/**
 * A queue for each priority of each handler group, one for deliveries and one for those of alerts, and one for timers, all with one queue for what no function could take. They hold ids: words and
 * tokens lie in the table. So SQS's own encryption is enough, and no call to a key stands between a command and its acknowledgement.
 */
export function makeQueues(scope: Construct, stage: Stage): Queues {
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
      sourceQueues: queueNames.map((name) =>
        Queue.fromQueueArn(scope, `Source-${name}`, Stack.of(scope).formatArn({ service: 'sqs', resource: nameOf(name) })),
      ),
    },
  });
  const made = queueNames.map((name) => [
    name,
    new Queue(scope, `Queue-${name}`, {
      ...common,
      queueName: nameOf(name),
      retentionPeriod: Duration.days(retentionDays),
      visibilityTimeout: hidden(name),
      deadLetterQueue: { queue: dead, maxReceiveCount: receiptsMax },
    }),
  ]);
  return { ...Object.fromEntries(made), [deadQueue]: dead };
}

const hidden = (name: QueueName | typeof deadQueue) => Duration.seconds(hiddenS(name));
