import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Aws, startAws } from '../../../test/aws/aws.ts';
import { handOver, httpEvent } from '../../../test/aws/handlers.ts';
import { makeStageParts, type StageParts } from '../../../test/aws/stage-environment.ts';
import { type SlackStandIn, slashCommand, startSlack } from '../../../test/platforms/slack.ts';

let aws: Aws;
let slack: SlackStandIn;
let stage: StageParts;
let ingress: typeof import('./ingress-slack.ts').handler;
let run: typeof import('./run.ts').handler;
let deliver: typeof import('./deliver.ts').handler;

beforeAll(async () => {
  [aws, slack] = await Promise.all([startAws(), startSlack()]);
  stage = await makeStageParts(aws, slack.env);
  for (const [name, value] of Object.entries(stage.env)) vi.stubEnv(name, value);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
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

/** The calls of AWS that something makes, by their names, tries of the client that failed among them. */
async function callsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const calls: string[] = [];
  const count = (message: unknown) => {
    const { request } = message as { readonly request: ClientRequest };
    const target = request.getHeader('x-amz-target');
    if (target !== undefined) calls.push(String(target).split('.').at(-1) ?? '');
  };
  subscribe('http.client.request.start', count);
  try {
    await work();
  } finally {
    unsubscribe('http.client.request.start', count);
  }
  return calls;
}

/** In a channel of its own: one takes one message a second. */
async function say(channel: string): Promise<void> {
  const body = slashCommand({ text: 'whoami', channel_id: channel, response_url: slack.responseUrl(channel), trigger_id: crypto.randomUUID() });
  const event = httpEvent('/slack/commands', { 'content-type': 'application/x-www-form-urlencoded', ...slack.sign(body) }, body);
  expect(await ingress(event)).toMatchObject({ statusCode: 200 });
}

/** Takes the message first, so that only the handler's own calls are counted. */
async function handled(name: 'run-quick-interactive' | 'deliver', handler: typeof deliver | typeof run) {
  let calls: readonly string[] = [];
  await handOver(aws, stage, name, async (event, context) => {
    let answer: Awaited<ReturnType<typeof run>>;
    calls = await callsOf(async () => {
      answer = await handler(event, context);
    });
    return answer;
  });
  return calls;
}

const isRead = (call: string) => /^(GetItem|BatchGetItem|Query|Scan)$/.test(call);

it('takes one put and one send to accept a command', async () => {
  // The first one: each function has read the secret by then, and the person is known.
  await say('C1');
  await handled('run-quick-interactive', run);
  await handled('deliver', deliver);
  expect(await callsOf(() => say('C2'))).toEqual(['PutItem', 'SendMessage']);
});

it('takes at most two reads to dispatch a command, and a write each to take it and to keep its outcome', async () => {
  const calls = await handled('run-quick-interactive', run);
  expect(calls.filter(isRead).length).toBeLessThanOrEqual(2);
  expect(calls.filter((call) => !isRead(call))).toEqual(['UpdateItem', 'UpdateItem', 'SendMessage']);
});

it('takes no read to deliver, and a write each to take the replies, for each limit of the channel, and to keep that they were sent', async () => {
  expect(await handled('deliver', deliver)).toEqual(['UpdateItem', 'UpdateItem', 'UpdateItem']);
});
