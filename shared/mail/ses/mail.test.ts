import { createServer } from 'node:http';
import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { access, listening } from '../../../test/aws/listening.ts';
import { type Ses, startSes } from '../../../test/aws/ses.ts';
import { SendFailed } from '../../errors.ts';
import { manualClock } from '../../timers/manual-clock.ts';
import { type MailSubject, mailContract } from '../mail.contract.ts';
import type { Email } from '../mail.ts';
import { sesMail } from './mail.ts';

let aws: Ses;
beforeAll(async () => {
  aws = await startSes();
});
afterAll(() => aws.close());

const from = 'Bellhop <bot@example.com>';
const simple: Email = { key: 'alert/1', to: 'ann@example.com', subject: 'Down', text: 'example.com is down.' };

/** A client of a server that answers each send so; without an answer it hears it out and says nothing. */
async function answering(answer?: { readonly status: number; readonly type: string; readonly message?: string }): Promise<SESv2Client> {
  const { endpoint, close } = await listening(
    createServer((request, response) => {
      request.resume();
      if (!answer) return;
      response.writeHead(answer.status, { 'content-type': 'application/json', 'x-amzn-errortype': answer.type });
      response.end(JSON.stringify({ message: answer.message ?? 'no' }));
    }),
  );
  onTestFinished(close);
  return new SESv2Client({ ...access, endpoint, maxAttempts: 1 });
}

async function open(): Promise<MailSubject> {
  const sent: SendEmailCommandInput[] = [];
  const clock = manualClock();
  const troubled: SESv2Client[] = [];
  const send = async (...asked: unknown[]) => {
    const [command] = asked;
    const client = troubled.shift() ?? aws.client;
    const answer = await Reflect.apply(client.send, client, asked);
    if (command instanceof SendEmailCommand) sent.push(command.input);
    return answer;
  };
  return {
    mail: sesMail({ ses: { send }, from, region: 'eu-west-1', clock }),
    clock,
    received: async () =>
      sent.map(({ Destination, Content }) => ({ to: Destination?.ToAddresses ?? [], raw: Buffer.from(Content?.Raw?.Data ?? new Uint8Array()) })),
    async meet(trouble) {
      if (trouble === 'busy') troubled.push(await answering({ status: 429, type: 'TooManyRequestsException' }));
      else if (trouble === 'refused') troubled.push(await answering({ status: 400, type: 'MessageRejected' }));
      else if (trouble === 'no answer') troubled.push(await answering());
      else troubled.push(new SESv2Client({ ...access, endpoint: 'http://127.0.0.1:9', maxAttempts: 1 }));
    },
    async close() {},
  };
}

mailContract('Mail by SES', open);

it('hands SES the message, and answers the id that SES gives it', async () => {
  const mailOf = (region: string) => sesMail({ ses: aws.client, from, region, clock: manualClock() });
  const { id } = await mailOf('eu-west-1').send({ ...simple, subject: 'Only here' });
  const kept = (await aws.mails()).find(({ subject }) => subject === 'Only here');
  expect(kept).toMatchObject({ from: expect.stringContaining('bot@example.com'), body: { text: expect.stringContaining('is down') } });
  expect(id).toBe(`<${kept?.messageId}@eu-west-1.amazonses.com>`);
  expect((await mailOf('us-east-1').send(simple)).id).toMatch(/@email\.amazonses\.com>$/);
});

it.each([
  [429, 'TooManyRequestsException', { code: 'ses_TooManyRequests', retryable: true, retryAfterMs: 1_000 }],
  [400, 'LimitExceededException', { code: 'ses_LimitExceeded', retryable: true, retryAfterMs: 3_600_000 }],
  [400, 'SendingPausedException', { code: 'ses_SendingPaused', retryable: false, hint: expect.stringContaining('resume') }],
  [403, 'AccessDeniedException', { code: 'ses_AccessDenied', retryable: false, hint: expect.stringContaining('role') }],
  [400, 'SomethingNewException', { code: 'ses_SomethingNew', retryable: false }],
  [500, 'InternalFailure', { code: 'ses_InternalFailure', retryable: true, maybeSent: false }],
  [503, 'ServiceUnavailable', { code: 'ses_ServiceUnavailable', retryable: true, maybeSent: false }],
] as const)('to %i %s', async (status, type, wanted) => {
  const mail = sesMail({ ses: await answering({ status, type }), from, region: 'eu-west-1', clock: manualClock() });
  const failure = await mail.send(simple).catch((cause: unknown) => cause);
  expect(failure).toBeInstanceOf(SendFailed);
  expect(failure).toMatchObject(wanted);
});
