import { afterAll, beforeAll, expect, it } from 'vitest';
import { handOver } from '../../../test/aws/handlers.ts';
import { openSlackStage, type SlackStage } from '../../../test/aws/slack-stage.ts';

let opened: SlackStage;
let ingress: typeof import('./ingress-slack.ts').handler;
let run: typeof import('./run.ts').handler;
let deliver: typeof import('./deliver.ts').handler;

beforeAll(async () => {
  opened = await openSlackStage();
  [{ handler: ingress }, { handler: run }, { handler: deliver }] = await Promise.all([
    import('./ingress-slack.ts'),
    import('./run.ts'),
    import('./deliver.ts'),
  ]);
});
afterAll(() => opened.close());

const ran = () => handOver(opened.aws, opened.stage, 'run-quick-interactive', run);
const delivered = () => handOver(opened.aws, opened.stage, 'deliver', deliver);

it('takes a slash command from Slack to its reply, by the functions of a stage', async () => {
  expect(await ingress(opened.slash('whoami'))).toEqual({ statusCode: 200, headers: {}, body: '' });
  expect(await ran()).toMatchObject({ answer: { batchItemFailures: [] } });
  expect(await delivered()).toMatchObject({ answer: { batchItemFailures: [] } });
  expect(opened.slack.posted.at(-1)?.text).toBe('You are ada.');
});

it('takes a retried delivery once', async () => {
  const event = opened.slash('status');
  expect([await ingress(event), await ingress(event)]).toMatchObject([{ statusCode: 200 }, { statusCode: 200 }]);
  expect((await ran())?.Records).toHaveLength(1);
  await delivered();
});

it('has one trace from what was said to the reply, in the lines of each function', async () => {
  const { lines } = opened;
  lines.length = 0;
  await ingress(opened.slash('whoami', { channel_id: 'C0TRACE' }));
  await ran();
  await delivered();
  const traces = lines
    .map((line) => JSON.parse(line))
    .flatMap(({ trace, message, bellhop_accepted_total: accepted }) => (trace ? [[trace, message ?? accepted]] : []));
  expect(traces.map(([, what]) => what)).toEqual([1, 'ran', 'replied']);
  expect(new Set(traces.map(([trace]) => trace)).size).toBe(1);
});
