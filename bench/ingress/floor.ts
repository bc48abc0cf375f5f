import { randomUUID } from 'node:crypto';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const dynamodb = new DynamoDBClient({});
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });

/** The least that an ingress on AWS can do: one put and one send, by the SDK's clients. It checks nothing. */
export async function handler({ body = '' }: { readonly body?: string }): Promise<{ readonly statusCode: number }> {
  const item = { pk: { S: `f#${randomUUID()}` }, d: { S: body } };
  await dynamodb.send(new PutItemCommand({ TableName: process.env.BELLHOP_TABLE, Item: item, ConditionExpression: 'attribute_not_exists(pk)' }));
  await sqs.send(new SendMessageCommand({ QueueUrl: `${process.env.BELLHOP_QUEUES}run-quick-interactive`, MessageBody: body.slice(0, 200) }));
  return { statusCode: 200 };
}
