import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { prefixOf, textQueue } from '../queues.ts';
import type { Data } from './data.ts';
import type { Queues } from './make-queues.ts';
import type { Stage } from './stage.ts';

/** The way in of short messages, for a stage with a number: AWS End User Messaging tells them to a topic, and from there they go, bare, to the queue of the function that takes them. */
export function makeTexts(scope: Construct, stage: Stage, queues: Queues, { key }: Data): void {
  const queue = queues[textQueue];
  if (!queue) return;
  const topic = new Topic(scope, 'Texts', { topicName: `${prefixOf(stage.name)}-texts`, masterKey: key, enforceSSL: true });
  const ours = { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } };
  topic.grantPublish(new ServicePrincipal('sms-voice.amazonaws.com', { conditions: ours }));
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('sns.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': topic.topicArn } },
    }),
  );
  new CfnSubscription(scope, 'TextsToQueue', { topicArn: topic.topicArn, protocol: 'sqs', endpoint: queue.queueArn, rawMessageDelivery: true });
}
