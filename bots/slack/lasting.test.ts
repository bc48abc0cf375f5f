import { expect, it } from 'vitest';
import { slack } from './channel.ts';

it('keeps no response_url of a place where someone can be spoken to later', () => {
  const env = { SLACK_SIGNING_SECRET: 's'.repeat(32), SLACK_BOT_TOKEN: 'xoxb-1' };
  const configured = slack.configure(env, { clock: { now: Date.now }, random: Math.random, url: 'http://127.0.0.1:8080', env });
  if ('off' in configured) expect.fail(configured.off);
  const place = { channel: 'slack', bot: 'main', tenant: 'T1', conversation: 'C1', user: 'U1' };
  expect(configured.on.lasting?.({ ...place, via: { response_url: 'https://hooks.slack.com/commands/1' } })).toEqual(place);
  expect(configured.on.lasting?.({ ...place, aside: true })).toEqual({ ...place, conversation: 'U1', direct: true });
});
