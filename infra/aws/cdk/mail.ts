import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnConfigurationSet, CfnConfigurationSetEventDestination } from 'aws-cdk-lib/aws-ses';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { mailQueue, prefixOf } from '../queues.ts';
import type { Data } from './data.ts';
import type { Queues } from './make-queues.ts';
import type { Stage } from './stage.ts';

/** The configuration set that mail of a stage is sent by. */
export const mailSetOf = ({ name }: Pick<Stage, 'name'>): string => prefixOf(name);

/** The way back of mail, for a stage that sends some: bounces and complaints go from SES to a topic, and from there, bare, to the queue of the function that keeps them. */
export function makeMail(scope: Construct, stage: Stage, queues: Queues, { key }: Data): void {
  const queue = queues[mailQueue];
  if (!queue) return;
  const topic = new Topic(scope, 'MailEvents', { topicName: `${prefixOf(stage.name)}-mail-events`, masterKey: key, enforceSSL: true });
  const ours = { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } };
  const granted = topic.grantPublish(new ServicePrincipal('ses.amazonaws.com', { conditions: ours }));
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('sns.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': topic.topicArn } },
    }),
  );
  new CfnSubscription(scope, 'MailEventsToQueue', { topicArn: topic.topicArn, protocol: 'sqs', endpoint: queue.queueArn, rawMessageDelivery: true });
  const set = new CfnConfigurationSet(scope, 'MailSet', {
    name: mailSetOf(stage),
    // SES's own list, of the account, holds as well: what it knows comes back as a bounce.
    suppressionOptions: { suppressedReasons: ['BOUNCE', 'COMPLAINT'] },
  });
  const destination = new CfnConfigurationSetEventDestination(scope, 'MailSetEvents', {
    configurationSetName: set.ref,
    eventDestination: {
      name: 'came-back',
      enabled: true,
      matchingEventTypes: ['bounce', 'complaint'],
      snsDestination: { topicArn: topic.topicArn },
    },
  });
  // SES looks whether it may publish when the destination is made.
  granted.applyBefore(destination);
}
