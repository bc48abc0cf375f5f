import { join } from 'node:path';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Aws, startAws } from '../../../test/aws/aws.ts';
import { contextOf, handOver, httpEvent } from '../../../test/aws/handlers.ts';
import { makeStageParts, type StageParts } from '../../../test/aws/stage-environment.ts';
import { type SlackStandIn, slashCommand, startSlack } from '../../../test/platforms/slack.ts';
import { stopMs } from '../events/context.ts';

let aws: Aws;
let slack: SlackStandIn;
let stage: StageParts;
let ingress: typeof import('./ingress-slack.ts').handler;
let run: typeof import('./run.ts').handler;

beforeAll(async () => {
  [aws, slack] = await Promise.all([startAws(), startSlack()]);
  stage = await makeStageParts(aws, slack.env);
  for (const [name, value] of Object.entries(stage.env)) vi.stubEnv(name, value);
  vi.stubEnv('BELLHOP_SKILLS', join(import.meta.dirname, '../../../test/journeys/skills'));
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  [{ handler: ingress }, { handler: run }] = await Promise.all([import('./ingress-slack.ts'), import('./run.ts')]);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([aws.close(), slack.close()]);
});

it('gives back what it runs before its own end: the lease is let go, and the command comes again at once', async () => {
  const body = slashCommand({ text: 'think 20000', response_url: slack.responseUrl(), trigger_id: crypto.randomUUID() });
  await ingress(httpEvent('/slack/commands', { 'content-type': 'application/x-www-form-urlencoded', ...slack.sign(body) }, body));
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
