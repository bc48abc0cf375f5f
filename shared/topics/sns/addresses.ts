/** Where the topics and the subscribers' queues of an installation are. */
export interface TopicAddresses {
  topicArn(topic: string): string;
  /** The queue's name, of 80 characters at most. */
  queueName(topic: string, name: string): string;
  queueArn(topic: string, name: string): string;
  queueUrl(topic: string, name: string): string;
}

export interface Installation {
  readonly region: string;
  readonly account: string;
  /** Before each name, with its stage: `bellhop-prod`; 18 characters at most. */
  readonly prefix: string;
  /** `aws`, but for China and the US government. */
  readonly partition?: string;
  /** SQS's address, where it isn't the region's own. */
  readonly sqsUrl?: string;
}

/** Names derived from the subscriptions' own: what is deployed and what runs agree without asking. */
export function topicAddresses({
  region,
  account,
  prefix,
  partition = 'aws',
  sqsUrl = `https://sqs.${region}.amazonaws.com`,
}: Installation): TopicAddresses {
  const queueName = (topic: string, name: string) => `${prefix}-${topic}-${name}`;
  return {
    topicArn: (topic) => `arn:${partition}:sns:${region}:${account}:${prefix}-${topic}`,
    queueName,
    queueArn: (topic, name) => `arn:${partition}:sqs:${region}:${account}:${queueName(topic, name)}`,
    queueUrl: (topic, name) => `${sqsUrl}/${account}/${queueName(topic, name)}`,
  };
}
