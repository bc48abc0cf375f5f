import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemClock } from '../../../shared/clock.ts';
import { bodyOf } from '../../../shared/timers/aws/message.ts';
import type { Aws } from '../../../test/aws/aws.ts';
import { contextOf, handOver } from '../../../test/aws/handlers.ts';
import { openSlackStage, type SlackStage } from '../../../test/aws/slack-stage.ts';
import type { StageParts } from '../../../test/aws/stage-environment.ts';
import type { SlackStandIn } from '../../../test/platforms/slack.ts';

let opened: SlackStage;
let aws: Aws;
let slack: SlackStandIn;
let stage: StageParts;
let ingress: typeof import('./ingress-slack.ts').handler;
let run: typeof import('./run.ts').handler;
let deliver: typeof import('./deliver.ts').handler;
let clock: typeof import('./clock.ts').handler;
let sweep: typeof import('./sweep.ts').handler;
let dead: typeof import('./dead.ts').handler;
let lines: readonly string[];
let aheadMs = 0;

beforeAll(async () => {
  vi.spyOn(systemClock, 'now').mockImplementation(() => Date.now() + aheadMs);
  opened = await openSlackStage();
  ({ aws, slack, stage, lines } = opened);
  [{ handler: ingress }, { handler: run }, { handler: deliver }, { handler: clock }, { handler: sweep }, { handler: dead }] = await Promise.all([
    import('./ingress-slack.ts'),
    import('./run.ts'),
    import('./deliver.ts'),
    import('./clock.ts'),
    import('./sweep.ts'),
    import('./dead.ts'),
  ]);
});
afterAll(() => opened.close());

async function say(text: string): Promise<void> {
  expect(await ingress(opened.slash(text))).toMatchObject({ statusCode: 200 });
}
const ran = () => handOver(aws, stage, 'run-quick-interactive', run);
const delivered = () => handOver(aws, stage, 'deliver', deliver);
async function postedSince(before: number): Promise<readonly string[]> {
  await delivered();
  return slack.posted.slice(before).map(({ text }) => text);
}
const send = (QueueUrl: string, MessageBody: string) => aws.fauxqs.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));

it('fires a timer to the second: a reminder that is due reaches who set it', async () => {
  await say('remind stretch in 1 second');
  await ran();
  await delivered();
  const before = slack.posted.length;
  await expect
    .poll(() => handOver(aws, stage, 'clock', clock), { timeout: 4_000, interval: 100 })
    .toMatchObject({ answer: { batchItemFailures: [] } });
  await expect.poll(async () => (await handOver(aws, stage, 'run-quick-alert', run)) ?? (await ran()), { timeout: 2_000 }).not.toBeNull();
  // A channel takes one message a second: it may have to wait for the one before.
  await expect.poll(() => postedSince(before), { timeout: 4_000, interval: 100 }).toEqual([expect.stringContaining('stretch')]);
  expect(lines.some((line) => line.includes('"bellhop_timer_lateness_seconds":'))).toBe(true);
});

it('sweeps once a minute: a command whose message was lost gets another, and how much waits is told', async () => {
  const before = slack.posted.length;
  await say('whoami');
  // Its message is received, and nobody ever hears of it again.
  await handOver(aws, stage, 'run-quick-interactive', async () => undefined);
  aheadMs += 60_000;
  await sweep({}, contextOf());
  expect(await ran()).toMatchObject({ answer: { batchItemFailures: [] } });
  await expect.poll(() => postedSince(before), { timeout: 4_000, interval: 100 }).toEqual(['You are ada.']);
  const depth = lines.filter((line) => line.includes('"bellhop_queue_depth":')).map((line) => JSON.parse(line));
  expect(depth.slice(-3)).toMatchObject([{ priority: 'alert' }, { priority: 'interactive' }, { priority: 'report' }]);
  expect(lines.some((line) => line.includes('"bellhop_dead_letters":0'))).toBe(true);
});

it('makes a dead letter of a command that no function could take, wakes timers anew, and leaves what is none of ours', async () => {
  await say('whoami');
  const lost = await handOver(aws, stage, 'run-quick-interactive', async () => undefined);
  await send(stage.queueUrl('dead'), lost?.Records[0]?.body ?? '');
  await send(stage.queueUrl('dead'), bodyOf({ id: 'reminder:none', version: 1, due: Date.now() }));
  await send(stage.queueUrl('dead'), 'who knows');
  const { Records = [], answer } = (await handOver(aws, stage, 'dead', dead)) ?? {};
  expect(answer?.batchItemFailures).toEqual(Records.flatMap(({ body, messageId }) => (body === 'who knows' ? [{ itemIdentifier: messageId }] : [])));
  aheadMs += 60_000;
  await sweep({}, contextOf());
  expect(lines.some((line) => line.includes('"bellhop_dead_letters":1'))).toBe(true);
  expect(await ran()).toBeNull();
  const waiting = new GetQueueAttributesCommand({ QueueUrl: stage.queueUrl('clock'), AttributeNames: ['ApproximateNumberOfMessagesDelayed'] });
  expect((await aws.fauxqs.sqs.send(waiting)).Attributes).toEqual({ ApproximateNumberOfMessagesDelayed: '1' });
});
