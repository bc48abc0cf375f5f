import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { contextOf } from '../../../test/aws/handlers.ts';
import { stopMs } from './context.ts';
import { eachMessage } from './queue.ts';

const recordOf = (messageId: string) => ({
  messageId,
  receiptHandle: `r${messageId}`,
  body: messageId,
  eventSourceARN: 'arn:aws:sqs:r:0:bellhop-prod-deliver',
});
const event = (...ids: string[]) => ({ Records: ids.map(recordOf) });

it('answers with those that come again alone, the ones that reject among them', async () => {
  const causes: unknown[] = [];
  const answer = await eachMessage(
    event('a', 'b', 'c'),
    contextOf(),
    async ({ body }) => {
      if (body === 'b') throw new Error('b');
      return body === 'a' ? 'ok' : 'retry';
    },
    (cause) => causes.push(cause),
  );
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'b' }, { itemIdentifier: 'c' }] });
  expect(causes).toEqual([new Error('b')]);
});

it('handles all of them side by side', async () => {
  const begun: string[] = [];
  let release = () => {};
  const all = new Promise<void>((resolve) => (release = resolve));
  const answered = eachMessage(
    event('a', 'b'),
    contextOf(),
    async ({ body }) => {
      begun.push(body);
      if (begun.length === 2) release();
      await all;
      return 'ok';
    },
    () => {},
  );
  expect(await answered).toEqual({ batchItemFailures: [] });
});

it('tells each that the end is near while there is time to let go', async () => {
  const left: number[] = [];
  const context = contextOf(stopMs + 50);
  await eachMessage(
    event('a'),
    context,
    async (_, signal) => {
      await sleep(5_000, undefined, { signal }).catch(() => {});
      left.push(context.getRemainingTimeInMillis());
      return 'retry';
    },
    () => {},
  );
  expect(left[0]).toBeGreaterThan(stopMs - 500);
});
