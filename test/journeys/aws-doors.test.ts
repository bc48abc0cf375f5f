import { afterAll, beforeAll, expect, it } from 'vitest';
import { functionUrl } from '../aws/lambda/gateway.ts';
import { mention } from '../platforms/slack.ts';
import { onAws } from './aws-world.ts';

/** The other ways into a stage, beside its HTTP API. */
let world: Awaited<ReturnType<typeof onAws>>;
beforeAll(async () => {
  world = await onAws();
}, 60_000);
afterAll(() => world.close());

it('a skill has its function as its endpoint: it answers without a signature, and one request told twice with one answer', async () => {
  const { stage, alexa } = world;
  const voice = stage.function('voice');
  const request = alexa.intent('RunCommandIntent', { command: 'whoami' });
  const [first, second] = [await voice.invoke(request), await voice.invoke(request)];
  if ('error' in first) expect.fail(JSON.stringify(first.error));
  expect(alexa.check(first.payload)).toEqual([]);
  expect(JSON.parse(first.payload)).toMatchObject({ response: { outputSpeech: { ssml: expect.stringContaining('member') } } });
  expect(second).toEqual(first);
  expect(await voice.invoke({ request: { type: 'IntentRequest' } })).toHaveProperty('error');
});

it('a platform reaches its function at its own address too, and nothing unsigned gets through either', async () => {
  const { stage, slack, origin } = world;
  const url = await functionUrl(stage.function('ingress-slack'));
  const body = mention('whoami', `${Math.floor(Date.now() / 1_000)}.000100`);
  const ask = (at: string, path: string, headers: Readonly<Record<string, string>>) =>
    fetch(`${at}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body }).then(({ status }) => status);
  expect(await ask(url.endpoint, '/slack/events', slack.sign(body))).toBe(200);
  expect(await ask(origin(), '/slack/events', slack.sign(body))).toBe(200);
  await expect.poll(() => slack.posted.length, { timeout: 15_000 }).toBe(1);
  for (const at of [url.endpoint, origin()]) {
    expect(await ask(at, '/slack/events', {})).toBe(401);
    expect(await ask(at, '/nowhere', slack.sign(body))).toBe(404);
  }
  await url.close();
});
