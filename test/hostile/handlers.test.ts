import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doorNamed, doorsOf, post } from './doors.ts';
import { afterTheEnd, handlers } from './handlers/bad.ts';
import { outages } from './outages.ts';
import { heard, quiet } from './witness.ts';
import { skills, type World, world } from './world.ts';

let bellhop: World;
beforeAll(async () => {
  bellhop = await world({ env: { BELLHOP_SKILLS: `${skills},${fileURLToPath(new URL('./handlers', import.meta.url))}` } });
  // Each platform's SDK is loaded by the first answer that is sent: once, not while others wait.
  for (const outage of outages) await outage.say(bellhop, 'echo hello', 0);
  await quiet(bellhop);
}, 30_000);
afterAll(() => bellhop.close());

/** Asks Alexa, as the n-th person; answers what it says. */
async function spoken(words: string, n: number): Promise<string> {
  const body = bellhop.alexa.intent('RunCommandIntent', { command: words }, { requestId: `amzn1.echo-api.request.${n}`, user: `person-${n}` });
  const answered = await post(bellhop.local().origin, doorNamed(doorsOf(bellhop), 'Alexa'), Buffer.from(JSON.stringify(body)));
  expect(answered.status).toBe(200);
  expect(bellhop.alexa.check(answered.body)).toEqual([]);
  return answered.body;
}

/** The traces under which the log has it that this command went wrong. */
const tracesOf = (name: string) =>
  new Set(bellhop.lines.filter(({ command, err }) => command === name && err !== undefined).map(({ trace }) => String(trace)));

describe.concurrent('a handler that', () => {
  it.for(handlers.map((bad, i) => ({ ...bad, n: i + 1 })))(
    '$what: its person hears so on each channel, and the log has the trace',
    {
      timeout: 30_000,
    },
    async ({ says, command: { name }, n }, { expect }) => {
      for (const outage of outages) expect((await outage.say(bellhop, name, n)).status).toBe(200);
      const answer = await spoken(name, n);
      expect(answer).toContain(says);
      await expect.poll(() => tracesOf(name).size, { timeout: 10_000 }).toBe(outages.length + 1);
      for (const trace of tracesOf(name)) await expect.poll(() => heard(bellhop) + answer, { timeout: 20_000 }).toContain(trace);
    },
  );
});

it('the workers live: nothing of it is open, nobody heard what came after the end, and the next command is answered on each channel', async () => {
  await quiet(bellhop, 20_000);
  expect(heard(bellhop)).not.toContain(afterTheEnd);
  expect((await bellhop.local().status()).queue.dead).toBe(0);
  for (const outage of outages) {
    await outage.say(bellhop, 'echo still here', 500);
    await expect.poll(() => outage.shown(bellhop, 500), { timeout: 5_000 }).toEqual(['echo: still here']);
  }
  expect(await spoken('echo still here', 500)).toContain('echo: still here');
});
