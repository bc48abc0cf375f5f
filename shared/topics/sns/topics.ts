import { createHash } from 'node:crypto';
import { type MessageAttributeValue, PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { called } from '../../aws/call.ts';
import type { Blobs } from '../../blobs/blobs.ts';
import type { Clock } from '../../clock.ts';
import { checkedBody, checkName, checkSubscription } from '../check.ts';
import { keptMs, type Message, type Topics } from '../topics.ts';
import type { TopicAddresses } from './addresses.ts';
import { enveloped, fits } from './envelope.ts';
import { poll } from './poll.ts';
import { provisioner } from './provision.ts';
import { take } from './take.ts';

/** A body that lies in a blob stays a day longer than a queue keeps its message. */
const blobMs = keptMs + 86_400_000;

export interface SnsTopicsOptions {
  readonly sns: Pick<SNSClient, 'send'>;
  /** A question for messages takes up to 20 s: its client must wait longer than that. */
  readonly sqs: Pick<SQSClient, 'send'>;
  readonly addresses: TopicAddresses;
  /** Where bodies lie that are too large for SNS. */
  readonly blobs: Pick<Blobs, 'put' | 'get'>;
  readonly clock: Clock;
  /** Gives 0–1: spreads what is handed out again. */
  readonly random: () => number;
  /** Hears of calls to SQS that failed while it consumes; they are made again. For the log. */
  readonly failed: (cause: unknown) => void;
  /** How long a message stays hidden from others unless its handler goes on, s; default 60. */
  readonly visibilityS?: number;
}

/**
 * Topics of SNS, and a queue of SQS for each subscriber, with its filter as SNS's policy. `consume` polls; a function that a queue invokes hands what it is given to
 * `take` instead (see take.ts).
 */
export function snsTopics({ sns, sqs, addresses, blobs, clock, random, failed, visibilityS = 60 }: SnsTopicsOptions): Topics {
  const provision = provisioner(sns, sqs, addresses);

  async function letterOf(topic: string, message: Message): Promise<string> {
    const json = checkedBody(topic, message);
    const now = clock.now();
    const inside = enveloped(message, now, { json });
    if (fits(inside, message.attributes)) return inside;
    // Named by its content: told again, it is the same blob.
    const blob = `topics/${topic}/${createHash('sha256').update(json).digest('hex')}`;
    await blobs.put(blob, Buffer.from(json), { contentType: 'application/json', endsAt: now + blobMs });
    return enveloped(message, now, { blob });
  }

  return {
    async publish(topic, message) {
      const letter = await letterOf(topic, message);
      const MessageAttributes = Object.fromEntries(
        Object.entries(message.attributes).map(([name, StringValue]): [string, MessageAttributeValue] => [name, { DataType: 'String', StringValue }]),
      );
      const publish = new PublishCommand({ TopicArn: addresses.topicArn(topic), Message: letter, MessageAttributes });
      await called(`A message of ${topic}`, (abortSignal) => sns.send(publish, { abortSignal }));
    },

    async subscribe(subscription) {
      checkSubscription(subscription);
      await provision.subscribe(subscription);
    },

    async unsubscribe(subscription) {
      for (const one of [subscription.topic, subscription.name]) checkName(one);
      await provision.unsubscribe(subscription);
    },

    async consume(subscription, handler, { signal, dead }) {
      checkSubscription(subscription);
      const url = addresses.queueUrl(subscription.topic, subscription.name);
      const taking = { subscription, handler, dead, blobs, now: clock.now };
      await poll({ sqs, url, visibilityS, random, failed, take: (received) => take(received, taking) }, signal);
    },
  };
}
