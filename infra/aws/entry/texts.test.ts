import { CreateTopicCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Aws, startAws } from '../../../test/aws/aws.ts';
import { handOver } from '../../../test/aws/handlers.ts';
import { type SnsNumbers, startSnsNumbers } from '../../../test/aws/sns-numbers.ts';
import { makeStageParts, type StageParts } from '../../../test/aws/stage-environment.ts';
import { textQueue } from '../queues.ts';

const [ada, ours] = ['+14155550101', '+14155550100'];
let aws: Aws;
let numbers: SnsNumbers;
let stage: StageParts;
let topic: string;
let texts: typeof import('./texts.ts').handler;
let run: typeof import('./run.ts').handler;
let deliver: typeof import('./deliver.ts').handler;

beforeAll(async () => {
  [aws, numbers] = await Promise.all([startAws(), startSnsNumbers()]);
  stage = await makeStageParts(aws, {});
  const variables = { ...stage.env, BELLHOP_SMS_FROM: ours, AWS_ENDPOINT_URL_SNS: numbers.endpoint };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const { sns } = aws.fauxqs;
  topic = (await sns.send(new CreateTopicCommand({ Name: 'texts' }))).TopicArn ?? '';
  const Attributes = { RawMessageDelivery: 'true' };
  await sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: stage.queueArn(textQueue), Attributes }));
  [{ handler: texts }, { handler: run }, { handler: deliver }] = await Promise.all([
    import('./texts.ts'),
    import('./run.ts'),
    import('./deliver.ts'),
  ]);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await Promise.all([aws.close(), numbers.close()]);
});

let count = 0;
/** As End User Messaging tells it, by the topic; what came of it is run and delivered. */
async function write(messageBody: string, inboundMessageId = `in-${++count}`) {
  const told = { originationNumber: ada, destinationNumber: ours, messageKeyword: 'keyword_1', messageBody, inboundMessageId };
  await aws.fauxqs.sns.send(new PublishCommand({ TopicArn: topic, Message: JSON.stringify(told) }));
  const { answer } = (await handOver(aws, stage, textQueue, texts)) ?? {};
  for (const queue of ['run-quick-interactive', 'run-quick-alert'] as const) await handOver(aws, stage, queue, run);
  await handOver(aws, stage, 'deliver', deliver);
  return answer;
}
/** A number sends a message a second: what had to wait is sent by now. */
async function sentSoon(): Promise<number> {
  await handOver(aws, stage, 'deliver', deliver);
  return numbers.sent.length;
}

it('what people write to the number is answered from it, once, and STOP and START hold', async () => {
  expect(await write('whoami', 'in-0')).toEqual({ batchItemFailures: [] });
  expect(numbers.sent).toMatchObject([{ to: ada, from: ours, body: expect.stringContaining('sms/aws/+14155550101') }]);
  await write('whoami', 'in-0');
  expect(numbers.sent).toHaveLength(1);
  await write('STOP');
  const before = numbers.sent.length;
  await write('whoami');
  expect(numbers.sent.length).toBe(before);
  await write('START');
  await write('whoami');
  await expect.poll(sentSoon, { timeout: 5_000, interval: 200 }).toBeGreaterThan(before);
});

it('what is no short message comes again, until somebody looks at it', async () => {
  await aws.fauxqs.sns.send(new PublishCommand({ TopicArn: topic, Message: '{"originationNumber":1}' }));
  const { Records = [], answer } = (await handOver(aws, stage, textQueue, texts)) ?? {};
  expect(answer?.batchItemFailures).toEqual(Records.map(({ messageId }) => ({ itemIdentifier: messageId })));
});
