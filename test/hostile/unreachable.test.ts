import { afterAll, beforeAll, expect, it } from 'vitest';
import { doorNamed, doorsOf, post } from './doors.ts';
import { outages } from './outages.ts';
import { type World, world } from './world.ts';

const nowhere = 'https://bellhop-nowhere.invalid';
let bellhop: World;
beforeAll(async () => {
  bellhop = await world({
    env: {
      SLACK_API_URL: `${nowhere}/api/`,
      TELEGRAM_API_ROOT: nowhere,
      MESSENGER_GRAPH_URL: nowhere,
      TWILIO_API_URL: nowhere,
      SMTP_URL: 'smtp://bellhop-nowhere.invalid',
      TEAMS_TOKEN_URL: `${nowhere}/token`,
    },
  });
});
afterAll(() => bellhop.close());

it('names that lead nowhere hold nothing up: commands are taken, readiness names them, and a start with the right ones delivers all', {
  timeout: 40_000,
}, async () => {
  for (const outage of outages) expect([outage.name, (await outage.say(bellhop, 'trio hello', 1)).status]).toEqual([outage.name, 200]);
  await expect.poll(async () => (await bellhop.local().status()).queue.undelivered, { timeout: 10_000 }).toBe(outages.length);
  await expect
    .poll(() => new Set(bellhop.lines.filter(({ msg }) => msg.startsWith('A reply was not delivered yet')).map(({ channel }) => channel)), {
      timeout: 10_000,
    })
    .toEqual(new Set(['slack', 'telegram', 'teams', 'messenger', 'sms', 'email']));
  const ready = await fetch(`${bellhop.local().origin}/readyz`);
  expect([ready.status, await ready.json()]).toMatchObject([
    200,
    {
      status: 'ready',
      channels: {
        slack: { ok: false },
        telegram: { ok: false },
        teams: { ok: false },
        messenger: { ok: false },
        sms: { ok: false },
        email: { ok: false },
      },
    },
  ]);

  // Whoever is reached all the same is answered meanwhile.
  const doors = doorsOf(bellhop);
  const spoken = await post(bellhop.local().origin, doorNamed(doors, 'Alexa'), doorNamed(doors, 'Alexa').good('beside', 1));
  expect(spoken.body).toContain('echo: beside');
  expect(spoken.tookMs).toBeLessThan(1_000);
  expect((await post(bellhop.local().origin, doorNamed(doors, 'the simulator'), doorNamed(doors, 'the simulator').good('beside', 1))).status).toBe(
    202,
  );
  await expect.poll(() => bellhop.lines.filter(({ msg, channel }) => msg === 'replied' && channel === 'web').length, { timeout: 1_000 }).toBe(1);

  await bellhop.stop();
  const { slack, telegram, teams, messenger, sms, email } = bellhop;
  await bellhop.start({ ...slack.env, ...telegram.env, ...teams.env, ...messenger.env, ...sms.env, ...email.env });
  for (const outage of outages) {
    await expect.poll(() => outage.shown(bellhop, 1), { timeout: 20_000 }).toEqual(['hello: 1 of 3', 'hello: 2 of 3', 'hello: 3 of 3']);
  }
});
