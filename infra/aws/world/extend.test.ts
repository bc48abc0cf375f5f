import type { ChangeMessageVisibilityCommand } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { contextOf } from '../../../test/aws/handlers.ts';
import { extender } from './extend.ts';

const record = {
  messageId: 'm',
  receiptHandle: 'handle',
  body: '{}',
  eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:bellhop-prod-run-heavy-report',
};
const queues = 'https://sqs.eu-central-1.amazonaws.com/123456789012/bellhop-prod-';

function open(answers: readonly (Error | null)[]) {
  const sent: unknown[] = [];
  const failures: unknown[] = [];
  const sqs = {
    async send({ input }: ChangeMessageVisibilityCommand) {
      const answer = answers[sent.length];
      sent.push(input);
      if (answer) throw answer;
      return {};
    },
  };
  const extending = { sqs: sqs as never, queues, failed: (cause: unknown) => void failures.push(cause) };
  return { sent, failures, extend: extender(extending, record, contextOf(600_000)) };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('keeps a message hidden until a while after the end of its function, once however often it is asked', async () => {
  const { sent, extend } = open([null]);
  extend();
  await settled();
  extend();
  expect(sent).toEqual([{ QueueUrl: `${queues}run-heavy-report`, ReceiptHandle: 'handle', VisibilityTimeout: 615 }]);
});

it('tells what failed, and tries again when it is asked again', async () => {
  const { sent, failures, extend } = open([new Error('throttled'), null]);
  extend();
  await settled();
  await settled();
  extend();
  await settled();
  expect([sent.length, failures.length]).toEqual([2, 1]);
});
