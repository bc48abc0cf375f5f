import { DescribeTableCommand, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { CreateTopicCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableIndexes } from '../../shared/aws/table.ts';
import { type Aws, startAws } from './aws.ts';
import { startDynamoDb } from './dynamodb.ts';

it('ends DynamoDB only when what was asked is done, though who asked is gone', async () => {
  const dynamodb = await startDynamoDb();
  const TableName = await dynamodb.table();
  const process = dynamodb.connect();
  const writes = Array.from({ length: 200 }, (_, n) =>
    process
      .send(
        new PutItemCommand({
          TableName,
          Item: { pk: { S: `${n}` }, workp: { S: 'work#0' }, works: { N: `${n}` }, speakerp: { S: 's' }, speakers: { N: '1' } },
        }),
      )
      .catch(() => {}),
  );
  await writes[0];
  process.destroy();
  await dynamodb.close();
  await Promise.all(writes);
});

it('reaches no table of DynamoDB once it is ended, by any way', async () => {
  const { ask, table, close } = await startDynamoDb();
  const TableName = await table();
  const headers = { 'x-amz-target': 'DynamoDB_20120810.PutItem', 'content-type': 'application/x-amz-json-1.0', authorization: 'a' };
  await close();
  const asked = ask?.({ method: 'POST', path: '/', headers, body: JSON.stringify({ TableName, Item: { pk: { S: 'a' } } }) });
  if (asked) expect((await asked).statusCode).toBe(503);
});

describe('the emulated world', () => {
  let aws: Aws;
  beforeAll(async () => {
    aws = await startAws();
  });
  afterAll(() => aws.close());

  it("makes Bellhop's table, each time a fresh one, with all of its indexes", async () => {
    const { client, table } = aws.dynamodb;
    const [one, other] = [await table(), await table()];
    await client.send(new PutItemCommand({ TableName: one, Item: { pk: { S: 'a' }, workp: { S: 'work#0' }, works: { N: '5' }, d: { S: '{}' } } }));
    expect((await client.send(new GetItemCommand({ TableName: other, Key: { pk: { S: 'a' } } }))).Item).toBeUndefined();
    const described = (await client.send(new DescribeTableCommand({ TableName: one }))).Table;
    expect(described?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).sort()).toEqual(tableIndexes.map(({ name }) => name).sort());
    const open = await client.send(
      new QueryCommand({
        TableName: one,
        IndexName: 'work',
        KeyConditionExpression: 'workp = :p AND works <= :now',
        ExpressionAttributeValues: { ':p': { S: 'work#0' }, ':now': { N: '5' } },
      }),
    );
    expect(open.Items).toEqual([{ pk: { S: 'a' }, workp: { S: 'work#0' }, works: { N: '5' } }]);
  });

  it('shows what a failed condition met', async () => {
    const { client, table } = aws.dynamodb;
    const TableName = await table();
    await client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'a' }, v: { N: '5' } } }));
    const again = (key: string) =>
      client.send(
        new PutItemCommand({
          TableName,
          Item: { pk: { S: key } },
          ConditionExpression: 'v = :v',
          ExpressionAttributeValues: { ':v': { N: '6' } },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
    await expect(again('a')).rejects.toMatchObject({ Item: { pk: { S: 'a' }, v: { N: '5' } } });
    await expect(again('b')).rejects.toMatchObject({ Item: undefined });
  });

  it('hands a message on, from a topic too', async () => {
    const { sqs, sns } = aws.fauxqs;
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'one' }));
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'news' }));
    await sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: 'sqs',
        Endpoint: 'arn:aws:sqs:us-east-1:000000000000:one',
        Attributes: { RawMessageDelivery: 'true' },
      }),
    );
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
    await sns.send(new PublishCommand({ TopicArn, Message: 'heard' }));
    const heard = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }));
    expect(heard.Messages?.map(({ Body }) => Body).sort()).toEqual(['heard', 'hello']);
  });

  it('keeps an object', async () => {
    const { s3 } = aws.fauxqs;
    await s3.send(new CreateBucketCommand({ Bucket: 'blobs' }));
    await s3.send(new PutObjectCommand({ Bucket: 'blobs', Key: 'a/b', Body: 'words', ContentType: 'text/plain' }));
    const kept = await s3.send(new GetObjectCommand({ Bucket: 'blobs', Key: 'a/b' }));
    expect([await kept.Body?.transformToString(), kept.ContentType]).toEqual(['words', 'text/plain']);
  });

  it('takes a mail', async () => {
    await aws.ses.client.send(
      new SendEmailCommand({
        FromEmailAddress: 'bellhop@example.com',
        Destination: { ToAddresses: ['ann@example.com'] },
        Content: { Simple: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'words' } } } },
      }),
    );
    expect((await aws.ses.mails()).map(({ subject, destination }) => [subject, destination.to])).toEqual([['Hello', ['ann@example.com']]]);
  });
});
