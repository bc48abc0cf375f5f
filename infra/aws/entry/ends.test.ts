import { join } from 'node:path';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextOf, handOver } from '../../../test/aws/handlers.ts';
import { openSlackStage, type SlackStage } from '../../../test/aws/slack-stage.ts';
import { stopMs } from '../events/context.ts';

let opened: SlackStage;
let ingress: typeof import('./ingress-slack.ts').handler;
let run: typeof import('./run.ts').handler;

beforeAll(async () => {
  opened = await openSlackStage({ BELLHOP_SKILLS: join(import.meta.dirname, '../../../test/journeys/skills') });
  [{ handler: ingress }, { handler: run }] = await Promise.all([import('./ingress-slack.ts'), import('./run.ts')]);
});
afterAll(() => opened.close());

it('gives back what it runs before its own end: the lease is let go, and the command comes again at once', async () => {
  const { aws, stage, slash } = opened;
  await ingress(slash('think 20000'));
  const context = contextOf(stopMs + 300);
  const handed = await handOver(aws, stage, 'run-quick-interactive', run, context);
  expect(context.getRemainingTimeInMillis()).toBeGreaterThan(0);
  expect(handed?.answer).toEqual({ batchItemFailures: [] });
  const id = JSON.parse(handed?.Records[0]?.body ?? '{}').id;
  const asked = new GetItemCommand({ TableName: stage.env.BELLHOP_TABLE, Key: { pk: { S: `c#${id}` } } });
  const { Item } = await aws.dynamodb.client.send(asked);
  expect(Number(Item?.rd?.N)).toBeLessThanOrEqual(Date.now());
  expect(JSON.parse((await handOver(aws, stage, 'run-quick-interactive', async () => undefined))?.Records[0]?.body ?? '{}')).toMatchObject({
    id,
    errand: 'run',
  });
});
