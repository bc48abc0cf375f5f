import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SetSubscriptionAttributesCommand,
  type SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { called } from '../../aws/call.ts';
import { keptMs, type Subscription } from '../topics.ts';
import type { TopicAddresses } from './addresses.ts';

/** A subscription's attributes: the body and the attributes as they are, and what its filter leaves out is not sent at all. */
export const subscriptionAttributes = ({ filter }: Pick<Subscription, 'filter'>): Record<string, string> => ({
  RawMessageDelivery: 'true',
  FilterPolicy: JSON.stringify(filter),
});

/** A subscriber's queue: only its own topic may put something into it. */
export const queueAttributes = (queueArn: string, topicArn: string): Record<string, string> => ({
  MessageRetentionPeriod: String(keptMs / 1_000),
  SqsManagedSseEnabled: 'true',
  Policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
      },
    ],
  }),
});

/**
 * Makes and takes away what a subscription needs: topic, queue, and the way between them. The deployed stack makes the same from the declarations; this is for what is
 * subscribed while it runs. Repeating each is safe. SQS makes no queue of a name that was deleted within 60 s: that fails, and may be repeated then.
 */
export function provisioner(sns: Pick<SNSClient, 'send'>, sqs: Pick<SQSClient, 'send'>, { topicArn, queueName, queueArn, queueUrl }: TopicAddresses) {
  /** The subscription that leads from a topic to a queue. */
  async function found(topic: string, queue: string): Promise<string | undefined> {
    for (let NextToken: string | undefined; ; ) {
      const ask = new ListSubscriptionsByTopicCommand({ TopicArn: topic, NextToken });
      const page = await called('The subscriptions', (abortSignal) => sns.send(ask, { abortSignal }).catch(noneIfMissing));
      const one = page?.Subscriptions?.find(({ Endpoint }) => Endpoint === queue);
      if (one) return one.SubscriptionArn;
      NextToken = page?.NextToken;
      if (NextToken === undefined) return undefined;
    }
  }

  return {
    async subscribe(subscription: Subscription): Promise<void> {
      const { topic, name } = subscription;
      const what = `The subscription ${topic}/${name}`;
      const [TopicArn, Endpoint] = [topicArn(topic), queueArn(topic, name)];
      const queue = new CreateQueueCommand({ QueueName: queueName(topic, name), Attributes: queueAttributes(Endpoint, TopicArn) });
      await called(what, (abortSignal) => sns.send(new CreateTopicCommand({ Name: TopicArn.slice(TopicArn.lastIndexOf(':') + 1) }), { abortSignal }));
      await called(what, (abortSignal) => sqs.send(queue, { abortSignal }));
      const wanted = subscriptionAttributes(subscription);
      const SubscriptionArn = await found(TopicArn, Endpoint);
      if (SubscriptionArn === undefined) {
        await called(what, (abortSignal) =>
          sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes: wanted }), { abortSignal }),
        );
        return;
      }
      const has = await called(what, (abortSignal) => sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }), { abortSignal }));
      for (const [AttributeName, AttributeValue] of Object.entries(wanted)) {
        if (has.Attributes?.[AttributeName] === AttributeValue) continue;
        const set = new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue });
        await called(what, (abortSignal) => sns.send(set, { abortSignal }));
      }
    },

    async unsubscribe({ topic, name }: Pick<Subscription, 'topic' | 'name'>): Promise<void> {
      const what = `The subscription ${topic}/${name}`;
      const SubscriptionArn = await found(topicArn(topic), queueArn(topic, name));
      if (SubscriptionArn !== undefined) await called(what, (abortSignal) => sns.send(new UnsubscribeCommand({ SubscriptionArn }), { abortSignal }));
      const QueueUrl = queueUrl(topic, name);
      await called(what, (abortSignal) => sqs.send(new DeleteQueueCommand({ QueueUrl }), { abortSignal }).catch(noneIfMissing));
    },
  };
}

/** There is no such topic, or queue. */
function noneIfMissing(cause: unknown): null {
  if (cause instanceof Error && ['NotFoundException', 'QueueDoesNotExist'].includes(cause.name)) return null;
  throw cause;
}
