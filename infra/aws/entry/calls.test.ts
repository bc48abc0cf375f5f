import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
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
  expect(await ingress(opened.slash('whoami', { channel_id: channel }))).toMatchObject({ statusCode: 200 });
}

/** Takes the message first, so that only the handler's own calls are counted. */
async function handled(name: 'run-quick-interactive' | 'deliver', handler: typeof deliver | typeof run) {
  let calls: readonly string[] = [];
  await handOver(opened.aws, opened.stage, name, async (event, context) => {
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
