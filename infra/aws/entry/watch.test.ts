import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemClock } from '../../../shared/clock.ts';
import { contextOf, handOver } from '../../../test/aws/handlers.ts';
import { type Listening, listening } from '../../../test/aws/listening.ts';
import { openSlackStage, type SlackStage } from '../../../test/aws/slack-stage.ts';

let opened: SlackStage;
let lambda: Listening;
let target: Listening;
let ingress: typeof import('./ingress-slack.ts').handler;
let run: typeof import('./run.ts').handler;
let deliver: typeof import('./deliver.ts').handler;
let sweep: typeof import('./sweep.ts').handler;
let watch: typeof import('./watch.ts').handler;
let status = 200;
let asked = 0;
/** What the sweeper had run, by which function. */
const invoked: { readonly name: string; readonly event: never }[] = [];

/** Lambda's Invoke without waiting: keeps what it was asked for. */
const invokes = createServer(async (request, response) => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const [, name = ''] = /functions\/bellhop-[^-]+-([^/]+)/.exec(request.url ?? '') ?? [];
  invoked.push({ name, event: JSON.parse(Buffer.concat(pieces).toString()) as never });
  response.writeHead(202).end();
});
/** A site that is up, or isn't. */
const site = createServer((_, response) => {
  asked += 1;
  response.writeHead(status).end();
});

/** How far the clock is ahead, and since when it goes faster, so that a minute takes a third of a second. */
let aheadMs = 0;
let hurriedAt: number | undefined;
const speed = 180;
const now = () => Date.now() + aheadMs + (hurriedAt === undefined ? 0 : Math.floor((performance.now() - hurriedAt) * speed));

beforeAll(async () => {
  vi.spyOn(systemClock, 'now').mockImplementation(now);
  [lambda, target] = await Promise.all([listening(invokes), listening(site)]);
  opened = await openSlackStage({ AWS_ENDPOINT_URL_LAMBDA: lambda.endpoint, BELLHOP_ALLOW_HOSTS: '127.0.0.1' });
  [{ handler: ingress }, { handler: run }, { handler: deliver }, { handler: sweep }, { handler: watch }] = await Promise.all([
    import('./ingress-slack.ts'),
    import('./run.ts'),
    import('./deliver.ts'),
    import('./sweep.ts'),
    import('./watch.ts'),
  ]);
});
afterAll(async () => {
  await opened.close();
  await Promise.all([lambda.close(), target.close()]);
});

/** What was posted since `before`, once all that was asked for has been done. */
async function posted(before: number): Promise<readonly string[]> {
  for (const queue of ['run-quick-interactive', 'run-quick-alert'] as const) while (await handOver(opened.aws, opened.stage, queue, run)) {}
  for (const queue of ['deliver', 'deliver-alert'] as const) await handOver(opened.aws, opened.stage, queue, deliver);
  return opened.slack.posted.slice(before).map(({ text }) => text);
}
/** The Scheduler's minute, and the functions that the sweeper has run in it; each is run twice, as Lambda may. Answers how many. */
async function minute(): Promise<number> {
  await sweep({}, contextOf());
  const runs = invoked.splice(0);
  const begun = now();
  const ended = Promise.all(runs.flatMap(({ event }) => [watch(event, contextOf()), watch(event, contextOf())]));
  // Both have asked for the minute, within the first half of it, before the clock hurries.
  if (runs.length > 0) await new Promise((resolve) => setTimeout(resolve, 400));
  hurriedAt = performance.now();
  await ended;
  aheadMs = now() - Date.now();
  hurriedAt = undefined;
  // A run ends when nothing is left to look at; the next minute comes when this one is over.
  aheadMs += Math.max(0, 60_000 - (now() - begun));
  expect(new Set(runs.map(({ name }) => name)).size).toBeLessThanOrEqual(1);
  return runs.length;
}

it('nothing runs while nothing is watched; then what goes down is told of once, and once when it is up again', async () => {
  expect(await minute()).toBe(0);
  const before = opened.slack.posted.length;
  expect(await ingress(opened.slash(`watch ${target.endpoint}`))).toMatchObject({ statusCode: 200 });
  await expect.poll(() => posted(before), { timeout: 5_000 }).toEqual([expect.stringContaining(`I watch ${target.endpoint}/ every minute`)]);
  expect(await minute()).toBe(1);
  expect(asked).toBe(1);
  status = 500;
  expect(await minute()).toBe(1);
  expect(asked).toBe(2);
  // One failed look is none yet.
  expect(await posted(before)).toHaveLength(1);
  await minute();
  await expect.poll(() => posted(before), { timeout: 5_000 }).toHaveLength(2);
  expect((await posted(before))[1]).toContain(`${target.endpoint}/: answers with 500`);
  await minute();
  expect(await posted(before)).toHaveLength(2);
  status = 200;
  await minute();
  await expect.poll(async () => (await posted(before)).slice(2), { timeout: 5_000 }).toEqual([expect.stringContaining('is fine again')]);
});
