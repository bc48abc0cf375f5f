import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Aws, startAws } from '../../../test/aws/aws.ts';
import { contextOf, httpEvent } from '../../../test/aws/handlers.ts';
import { type Listening, listening } from '../../../test/aws/listening.ts';
import { makeStageParts } from '../../../test/aws/stage-environment.ts';
import { type StandInAlexa, startAlexa } from '../../../test/platforms/alexa.ts';

const trace = 'Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1';
let aws: Aws;
let alexa: StandInAlexa;
let lambda: Listening;
let voice: typeof import('./voice.ts').handler;
let run: typeof import('./run.ts').handler;
const invoked: string[] = [];
const traces: unknown[] = [];

/** Lambda's Invoke without waiting: takes it, and runs the function then. */
const invokes = createServer(async (request, response) => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  invoked.push(`${request.headers['x-amz-invocation-type']} ${request.url}`);
  traces.push(request.headers['x-amzn-trace-id']);
  response.writeHead(202).end();
  await run(JSON.parse(Buffer.concat(pieces).toString()), contextOf());
});

beforeAll(async () => {
  [aws, alexa, lambda] = await Promise.all([startAws(), startAlexa(), listening(invokes)]);
  const stage = await makeStageParts(aws, {});
  for (const [name, value] of Object.entries({ ...stage.env, ...alexa.env, AWS_ENDPOINT_URL_LAMBDA: lambda.endpoint, _X_AMZN_TRACE_ID: trace }))
    vi.stubEnv(name, value);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  [{ handler: voice }, { handler: run }] = await Promise.all([import('./voice.ts'), import('./run.ts')]);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([aws.close(), alexa.close(), lambda.close()]);
});

function signed(body: object) {
  const { path, headers, body: bytes } = alexa.request(body);
  return httpEvent(path, headers as Record<string, string>, bytes.toString());
}

it('answers a signed request over HTTP, by the function that runs it, in the same trace', async () => {
  const answer = await voice(signed(alexa.intent('WhoamiIntent')));
  expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': expect.stringContaining('application/json') } });
  expect(alexa.check('body' in answer ? String(answer.body) : '')).toEqual([]);
  expect(traces.at(-1)).toBe(trace);
  expect(invoked.at(-1)).toMatch(/^Event \/2015-03-31\/functions\/bellhop-t[0-9a-f]+-run-quick\/invocations$/);
});

it('answers the skill itself with the response as it is: Lambda lets in nobody else, so nothing is signed', async () => {
  const answer = await voice(alexa.intent('WhoamiIntent'));
  expect(answer).toMatchObject({ version: '1.0', response: { outputSpeech: { type: 'SSML' } } });
  expect(alexa.check(JSON.stringify(answer))).toEqual([]);
});

it('runs nothing for another skill, for what is old, or unsigned over HTTP', async () => {
  const before = invoked.length;
  await expect(voice(alexa.intent('WhoamiIntent', {}, { application: 'amzn1.ask.skill.other' }))).rejects.toThrow(/400/);
  await expect(voice(alexa.intent('WhoamiIntent', {}, { at: Date.now() - 200_000 }))).rejects.toThrow(/400/);
  const unsigned = httpEvent('/alexa', { 'content-type': 'application/json' }, JSON.stringify(alexa.intent('WhoamiIntent')));
  expect(await voice(unsigned)).toMatchObject({ statusCode: 400 });
  expect(invoked.length).toBe(before);
});

it("answers what the skill sends that waits for no command, such as a session's end", async () => {
  expect(await voice(alexa.sessionEnded())).toMatchObject({ version: '1.0', response: {} });
});
