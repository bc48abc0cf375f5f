import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Aws, startAws } from '../../../test/aws/aws.ts';
import { handOver, httpEvent } from '../../../test/aws/handlers.ts';
import { makeStageParts, type StageParts } from '../../../test/aws/stage-environment.ts';
import { type SlackStandIn, slashCommand, startSlack } from '../../../test/platforms/slack.ts';

let aws: Aws;
let slack: SlackStandIn;
let stage: StageParts;
const lines: string[] = [];
let ingress: typeof import('./ingress-slack.ts').handler;
let run: typeof import('./run.ts').handler;
let deliver: typeof import('./deliver.ts').handler;

beforeAll(async () => {
  [aws, slack] = await Promise.all([startAws(), startSlack()]);
  stage = await makeStageParts(aws, slack.env);
  for (const [name, value] of Object.entries(stage.env)) vi.stubEnv(name, value);
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  [{ handler: ingress }, { handler: run }, { handler: deliver }] = await Promise.all([
    import('./ingress-slack.ts'),
    import('./run.ts'),
    import('./deliver.ts'),
  ]);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([aws.close(), slack.close()]);
});

function command(text: string, more: Readonly<Record<string, string>> = {}) {
  const body = slashCommand({ text, response_url: slack.responseUrl(), trigger_id: crypto.randomUUID(), ...more });
  return httpEvent('/slack/commands', { 'content-type': 'application/x-www-form-urlencoded', ...slack.sign(body) }, body);
}

it('takes a slash command from Slack to its reply, by the functions of a stage', async () => {
  expect(await ingress(command('whoami'))).toEqual({ statusCode: 200, headers: {}, body: '' });
  expect(await handOver(aws, stage, 'run-quick-interactive', run)).toMatchObject({ answer: { batchItemFailures: [] } });
  expect(await handOver(aws, stage, 'deliver', deliver)).toMatchObject({ answer: { batchItemFailures: [] } });
  expect(slack.posted.at(-1)?.text).toBe('You are ada.');
});

it('takes a retried delivery once', async () => {
  const event = command('status');
  expect([await ingress(event), await ingress(event)]).toMatchObject([{ statusCode: 200 }, { statusCode: 200 }]);
  expect((await handOver(aws, stage, 'run-quick-interactive', run))?.Records).toHaveLength(1);
  await handOver(aws, stage, 'deliver', deliver);
});

it('has one trace from what was said to the reply, in the lines of each function', async () => {
  lines.length = 0;
  await ingress(command('whoami', { channel_id: 'C0TRACE' }));
  await handOver(aws, stage, 'run-quick-interactive', run);
  await handOver(aws, stage, 'deliver', deliver);
  const traces = lines
    .map((line) => JSON.parse(line))
    .flatMap(({ trace, message, bellhop_accepted_total: accepted }) => (trace ? [[trace, message ?? accepted]] : []));
  expect(traces.map(([, what]) => what)).toEqual([1, 'ran', 'replied']);
  expect(new Set(traces.map(([trace]) => trace)).size).toBe(1);
});
