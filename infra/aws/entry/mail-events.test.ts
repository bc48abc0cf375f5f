import { CreateTopicCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemClock as clock } from '../../../shared/clock.ts';
import { sesMail } from '../../../shared/mail/ses/mail.ts';
import { sparing } from '../../../shared/mail/suppressed.ts';
import { dynamodbStore } from '../../../shared/store/dynamodb/store.ts';
import { type Aws, startAws } from '../../../test/aws/aws.ts';
import { handOver } from '../../../test/aws/handlers.ts';
import { makeStageParts, type StageParts } from '../../../test/aws/stage-environment.ts';
import { mailQueue } from '../queues.ts';

let aws: Aws;
let stage: StageParts;
let handler: typeof import('./mail-events.ts').handler;
const lines: string[] = [];
let topic: string;

beforeAll(async () => {
  aws = await startAws();
  stage = await makeStageParts(aws, {});
  for (const [name, value] of Object.entries(stage.env)) vi.stubEnv(name, value);
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  ({ handler } = await import('./mail-events.ts'));
  const { sns } = aws.fauxqs;
  topic = (await sns.send(new CreateTopicCommand({ Name: 'mail-events' }))).TopicArn ?? '';
  const Attributes = { RawMessageDelivery: 'true' };
  await sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: stage.queueArn(mailQueue), Attributes }));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await aws.close();
});

const sent = { timestamp: '2026-01-05T09:00:00.000Z', source: 'bot@example.com', messageId: '0102018-abc-000000', destination: [] };
const bounce = (address: string, bounceType = 'Permanent') => ({
  eventType: 'Bounce',
  mail: sent,
  bounce: {
    bounceType,
    bounceSubType: 'General',
    bouncedRecipients: [{ emailAddress: address, status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 no such user' }],
    timestamp: new Date().toISOString(),
    feedbackId: 'f',
  },
});
const complaint = (address: string) => ({
  eventType: 'Complaint',
  mail: sent,
  complaint: {
    complainedRecipients: [{ emailAddress: address }],
    complaintFeedbackType: 'abuse',
    timestamp: new Date().toISOString(),
    feedbackId: 'f',
  },
});
/** As SES does it, by the topic. */
const tell = (event: object) => aws.fauxqs.sns.send(new PublishCommand({ TopicArn: topic, Message: JSON.stringify(event) }));

it('keeps who bounced for good and who complained, and mail to them is refused; a bounce for the moment is nothing', async () => {
  for (const event of [bounce('gone@example.com'), bounce('full@example.com', 'Transient'), complaint('Ann <ann@example.com>')]) await tell(event);
  expect(await handOver(aws, stage, mailQueue, handler)).toMatchObject({ answer: { batchItemFailures: [] } });
  const store = dynamodbStore({ client: aws.dynamodb.client, name: stage.env.BELLHOP_TABLE ?? '' }, { clock });
  const mail = sparing(sesMail({ ses: aws.ses.client, from: 'bot@example.com', region: 'eu-west-1', clock }), { store, clock });
  const to = (address: string) => mail.send({ key: 'a', to: address, subject: 'a', text: 'a' });
  await expect(to('gone@example.com')).rejects.toMatchObject({ code: 'mail_suppressed', message: expect.stringContaining('no such user') });
  await expect(to('ann@example.com')).rejects.toMatchObject({ code: 'mail_suppressed', message: expect.stringContaining('unwanted') });
  await expect(to('full@example.com')).resolves.toMatchObject({ id: expect.any(String) });
  expect(lines.join('')).not.toMatch(/gone@|ann@/);
});

it('lets what is no event of SES come again, until it goes to the dead ones; the others beside it are kept', async () => {
  await aws.fauxqs.sqs.send(new SendMessageCommand({ QueueUrl: stage.queueUrl(mailQueue), MessageBody: 'who knows' }));
  await tell(bounce('late@example.com'));
  const { Records = [], answer } = (await handOver(aws, stage, mailQueue, handler)) ?? {};
  expect(Records).toHaveLength(2);
  expect(answer?.batchItemFailures).toEqual(Records.flatMap(({ body, messageId }) => (body === 'who knows' ? [{ itemIdentifier: messageId }] : [])));
});
