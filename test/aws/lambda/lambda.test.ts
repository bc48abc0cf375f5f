import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../../infra/aws/cdk/bundle.ts';
import { lambdaInvoke } from '../../../shared/aws/invoke.ts';
import { signedPosts } from '../../../shared/aws/signed.ts';
import { type Fauxqs, startFauxqs } from '../fauxqs.ts';
import { access, type Listening } from '../listening.ts';
import { EventSource, evenMood, type QueueMood } from './event-source.ts';
import { type FunctionConfig, LambdaFunction } from './function.ts';
import { functionUrl, httpApi } from './gateway.ts';
import { invokeApi } from './invoke-api.ts';

let folder: string;
let fauxqs: Fauxqs;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bellhop-lambda-'));
  bundle(join(import.meta.dirname, 'sample.ts'), folder);
  fauxqs = await startFauxqs();
});
afterAll(async () => {
  await fauxqs.close();
  rmSync(folder, { recursive: true });
});

interface Line {
  readonly pid: number;
  readonly nth?: number;
  readonly left?: number;
  readonly now?: number;
  readonly done?: readonly string[];
  readonly later?: true;
  readonly event?: { readonly Records?: readonly { readonly body: string }[] };
}

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});
const closing = <T extends { close(): unknown }>(one: T): T => {
  open.push(one);
  return one;
};

/** The sample, as a function. */
function sample(over: Partial<FunctionConfig> = {}, clockOffsetMs: () => number = () => 0) {
  const lines: Line[] = [];
  const config = { name: 'sample', file: join(folder, 'index.mjs'), env: {}, timeoutMs: 5_000, memoryMb: 256, ...over };
  const line = (_: string, text: string) => void lines.push(JSON.parse(text));
  return { lines, fn: closing(new LambdaFunction(config, { processesMax: 4, clockOffsetMs, line })) };
}

describe('a sandbox', () => {
  it('is kept for the next event, with the environment of its function alone', async () => {
    const { fn, lines } = sample();
    expect(await fn.invoke({ do: 'x' })).toEqual({ payload: '{"echoed":{"do":"x"}}', isOver: false });
    await fn.invoke({});
    expect(lines.flatMap(({ nth }) => nth ?? [])).toEqual([1, 2]);
    expect(new Set(lines.map(({ pid }) => pid)).size).toBe(1);
    expect(lines[0]?.left).toBeGreaterThan(4_500);
  });

  it('answers for a handler that throws, and is kept', async () => {
    const { fn } = sample();
    expect(await fn.invoke({ do: 'throw' })).toMatchObject({ error: { errorType: 'RangeError', errorMessage: 'as asked' }, isOver: false });
    await fn.invoke({});
    expect(fn.starts).toBe(1);
  });

  it.each([
    ['exit', 'Runtime.ExitError'],
    ['hang', 'Sandbox.Timedout'],
  ])('that ends inside an event, or is ended past its time (%s), is replaced', async (what, errorType) => {
    const { fn, lines } = sample({ timeoutMs: what === 'hang' ? 300 : 5_000 });
    expect(await fn.invoke({ do: what })).toMatchObject({ error: { errorType }, isOver: true });
    expect(await fn.invoke({})).toMatchObject({ isOver: false });
    expect(new Set(lines.map(({ pid }) => pid)).size).toBe(2);
  });

  it('stands still between two events: what was not awaited goes on with the next one', async () => {
    const { fn, lines } = sample();
    await fn.invoke({ do: 'later' });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(lines.filter(({ later }) => later)).toEqual([]);
    await fn.invoke({ do: 'sleep 30' });
    expect(lines.filter(({ later }) => later)).toHaveLength(1);
  });

  it('has the clock of its stage', async () => {
    let offset = 0;
    const { fn, lines } = sample({}, () => offset);
    await fn.invoke({});
    offset = 3_600_000;
    await fn.invoke({});
    const [first = 0, second = 0] = lines.flatMap(({ now }) => now ?? []);
    expect(second - first).toBeGreaterThanOrEqual(3_600_000);
    expect(second - first).toBeLessThan(3_605_000);
  });

  it('is another one after a deployment, and who runs ends first', async () => {
    const { fn, lines } = sample();
    const running = fn.invoke({ do: 'sleep 200' });
    await expect.poll(() => lines.length).toBe(1);
    fn.renew();
    await fn.invoke({});
    expect(await running).toMatchObject({ isOver: false });
    expect(new Set(lines.map(({ pid }) => pid)).size).toBe(2);
    await expect.poll(() => fn.sandboxes.length).toBe(1);
  });

  it('past what is kept for the function is refused', async () => {
    const { fn } = sample({ reserved: 1 });
    const first = fn.invoke({ do: 'sleep 100' });
    await expect(fn.invoke({})).rejects.toThrow('Rate Exceeded');
    await first;
    await fn.invoke({});
  });
});

describe('a queue that feeds a function', () => {
  let queues = 0;
  async function fed(
    messages: readonly string[],
    options: { batch?: number; maximum?: number; mood?: Partial<QueueMood> } & Partial<FunctionConfig> = {},
  ) {
    const { sqs } = fauxqs;
    const { batch = 10, maximum = 2, mood = {}, ...over } = options;
    const make = async (QueueName: string, Attributes: Record<string, string>) => {
      const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
      const { Attributes: made } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
      return { url: QueueUrl, arn: made?.QueueArn ?? '' };
    };
    const name = `fed-${++queues}`;
    const dead = await make(`${name}-dead`, {});
    const queue = await make(name, {
      VisibilityTimeout: '1',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 }),
    });
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries: messages.map((MessageBody, i) => ({ Id: String(i), MessageBody })) }));
    const { fn, lines } = sample(over);
    closing(new EventSource({ sqs, queueUrl: queue.url, queueArn: queue.arn, to: fn, batch, maximum, mood: () => ({ ...evenMood, ...mood }) }));
    const events = () => lines.flatMap(({ event }) => (event?.Records ? [event.Records.map(({ body }) => body)] : []));
    const left = async () => {
      const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queue.url, AttributeNames: [...names] }));
      return names.map((one) => Number(Attributes?.[one]));
    };
    const buried = async () => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: dead.url, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }));
      return Messages.map(({ Body }) => Body);
    };
    return { fn, lines, events, left, buried, queue };
  }

  it('hands over a batch in Lambda’s own spelling, and deletes it', async () => {
    const { lines, left, queue } = await fed(['one', 'two']);
    await expect.poll(left).toEqual([0, 0]);
    expect(lines[0]).toMatchObject({
      event: {
        Records: ['one', 'two'].map((body) => ({
          messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          receiptHandle: expect.any(String),
          body,
          attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.any(String) },
          messageAttributes: {},
          md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/),
          eventSource: 'aws:sqs',
          eventSourceARN: queue.arn,
          awsRegion: 'us-east-1',
        })),
      },
    });
  });

  it('gives no more than a batch, and no more events than its maximum at once', async () => {
    const { events, lines, left, fn } = await fed(['sleep 100', 'sleep 101', 'sleep 102', 'sleep 103', 'sleep 104'], { batch: 1, maximum: 2 });
    let most = 0;
    await expect
      .poll(
        () => {
          most = Math.max(most, fn.running);
          return lines.filter(({ done }) => done).length;
        },
        { interval: 5 },
      )
      .toBe(5);
    expect(events().map((bodies) => bodies.length)).toEqual([1, 1, 1, 1, 1]);
    expect(most).toBe(2);
    await expect.poll(left).toEqual([0, 0]);
  });

  it('deletes what is not named as failed, and the rest comes again, until it is put aside', async () => {
    const { events, left, buried } = await fed(['fail', 'good']);
    await expect.poll(left).toEqual([0, 1]);
    await expect.poll(events, { timeout: 5_000 }).toEqual([['fail', 'good'], ['fail']]);
    await expect.poll(buried, { timeout: 5_000 }).toEqual(['fail']);
    expect(events()).toHaveLength(2);
  });

  it.each(['throw', 'exit', 'hang', 'malformed', 'unknown', 'empty'])('deletes nothing of a batch that failed as a whole (%s)', async (how) => {
    const { left, fn } = await fed([how, 'good'], { timeoutMs: how === 'hang' ? 300 : 5_000 });
    await expect.poll(() => [fn.invocations, fn.running]).toEqual([1, 0]);
    expect(await left()).toEqual([0, 2]);
  });

  it('holds what was refused, and tries again', async () => {
    const { fn, left } = await fed(['sleep 50', 'sleep 51'], { batch: 1, maximum: 2, reserved: 1 });
    await expect.poll(left).toEqual([0, 0]);
    expect(fn.invocations).toBe(2);
  });

  it('in a bad mood tells things twice, late and out of order', async () => {
    const deal: QueueMood['deal'] = (messages) => [...messages].reverse().map((one) => [one]);
    const { events, left } = await fed(['a', 'b'], { maximum: 1, mood: { deal, twice: () => true, lateMs: () => 1 } });
    await expect.poll(events).toHaveLength(4);
    expect(events().flat().sort()).toEqual(['a', 'a', 'b', 'b']);
    expect(await left()).toEqual([0, 0]);
  });
});

describe('over HTTP', () => {
  const ask = ({ endpoint }: Listening, path: string, init?: RequestInit) => fetch(`${endpoint}${path}`, init);

  it('a request is an event of format 2.0, and its answer comes back', async () => {
    const { fn } = sample();
    const api = closing(await httpApi([{ method: 'POST', path: '/alexa', to: fn }]));
    const response = await ask(api, '/alexa?x=1&x=2', {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', 'X-Twice': 'a', cookie: 'c=1; d=2' },
      body: '{"ä":1}',
    });
    expect([response.status, response.headers.get('x-seen'), response.headers.getSetCookie()]).toEqual([201, 'yes', ['a=1', 'b=2']]);
    expect(await response.json()).toMatchObject({
      version: '2.0',
      routeKey: 'POST /alexa',
      rawPath: '/alexa',
      rawQueryString: 'x=1&x=2',
      queryStringParameters: { x: '1,2' },
      cookies: ['c=1', 'd=2'],
      headers: { 'x-twice': 'a', 'content-type': 'application/json; charset=utf-8' },
      requestContext: { http: { method: 'POST', path: '/alexa' }, stage: '$default' },
      body: '{"ä":1}',
      isBase64Encoded: false,
    });
  });

  it('a form and bytes come as base64, and nothing as nothing', async () => {
    const { fn } = sample();
    const url = closing(await functionUrl(fn));
    const said = async (init: RequestInit) => (await ask(url, '/any', { method: 'POST', ...init })).json();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await said({ headers: form, body: 'a=1' })).toMatchObject({ routeKey: '$default', body: 'YT0x', isBase64Encoded: true });
    expect(await said({ body: new Uint8Array([0, 255]) })).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
    expect(await said({ headers: form })).not.toHaveProperty('body');
  });

  it('what has no route is not found, and what failed is said as the gateway says it', async () => {
    const { fn } = sample({ timeoutMs: 300, reserved: 1 });
    const api = closing(await httpApi([{ method: 'POST', path: '/alexa', to: fn }]));
    expect((await ask(api, '/other', { method: 'POST' })).status).toBe(404);
    expect((await ask(api, '/alexa')).status).toBe(404);
    const running = fn.invoke({ do: 'hang' });
    expect((await ask(api, '/alexa', { method: 'POST' })).status).toBe(503);
    await running;
  });
});

describe('Invoke', () => {
  async function invoking(over: Partial<FunctionConfig> = {}) {
    const { fn, lines } = sample(over);
    const api = closing(await invokeApi(new Map([['sample', fn]]), { twice: () => true }));
    const client = new LambdaClient({ ...access, endpoint: api.endpoint, maxAttempts: 1 });
    open.push({ close: () => client.destroy() });
    const invoke = async (event: object, InvocationType: 'Event' | 'RequestResponse' | 'DryRun', FunctionName = 'sample') => {
      const { StatusCode, FunctionError, Payload } = await client.send(
        new InvokeCommand({ FunctionName, InvocationType, Payload: JSON.stringify(event) }),
      );
      return { StatusCode, FunctionError, said: Payload?.transformToString() };
    };
    return { invoke, api, lines };
  }

  it('answers who waits, with what the handler threw too', async () => {
    const { invoke } = await invoking();
    expect(await invoke({ do: 'x' }, 'RequestResponse')).toEqual({ StatusCode: 200, FunctionError: undefined, said: '{"echoed":{"do":"x"}}' });
    expect(await invoke({ do: 'throw' }, 'RequestResponse')).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(await invoke({}, 'DryRun')).toMatchObject({ StatusCode: 204 });
    await expect(invoke({}, 'Event', 'nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('takes an event as the voice hands one over, signed alone', async () => {
    const { api, lines } = await invoking();
    const by = (secretAccessKey: string) => {
      const client = new DynamoDBClient({ ...access, credentials: { ...access.credentials, secretAccessKey } });
      open.push({ close: () => client.destroy() });
      return lambdaInvoke(signedPosts({ client, service: 'lambda', endpoint: () => api.endpoint, random: () => 0 }));
    };
    const signal = { abortSignal: new AbortController().signal };
    const own = by(access.credentials.secretAccessKey);
    await own('sample', { do: 'sleep 1' }, signal);
    await expect(own('nobody', {}, signal)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(by('another')('sample', {}, signal)).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    await api.settled();
    expect(lines.filter(({ done }) => done)).toHaveLength(2);
  });

  it('takes an event that nobody waits for, and runs it at least once when there is room', async () => {
    const { invoke, api, lines } = await invoking({ reserved: 1 });
    expect(await invoke({ do: 'sleep 50' }, 'Event')).toMatchObject({ StatusCode: 202 });
    await expect(invoke({}, 'RequestResponse')).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await api.settled();
    expect(lines.filter(({ done }) => done)).toHaveLength(2);
  });
});
