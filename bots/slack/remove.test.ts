import { expect, it } from 'vitest';
import type { Place } from '../../shared/channel/inbound.ts';
import { reply } from '../../shared/reply/reply.ts';
import { startSlack, workspace } from '../../test/platforms/slack.ts';
import { slack } from './channel.ts';

it('takes a message away once, and finds nothing wrong when it is gone', async () => {
  const clock = { now: Date.now };
  const platform = await startSlack({ clock });
  const configured = slack.configure(platform.env, { clock, random: Math.random, url: 'http://127.0.0.1:8080', env: platform.env });
  if ('off' in configured) expect.fail(configured.off);
  const place: Place = { channel: 'slack', bot: 'main', tenant: workspace.team, conversation: workspace.channel, user: workspace.user };
  const [message = {}] = configured.on.render(reply('It is up'), { place, locale: 'en', timeZone: 'UTC', token: String });
  const { signal } = new AbortController();
  const { message: ts = '' } = await configured.on.send(message, place, { signal, key: 'k', acceptedAt: clock.now() });
  expect(platform.posted).toHaveLength(1);
  for (let i = 0; i < 2; i++) await configured.on.remove?.(ts, place, { signal });
  expect(platform.posted).toEqual([]);
  expect(platform.calls.map(({ method }) => method)).toEqual(['chat.postMessage', 'chat.delete', 'chat.delete']);
  platform.misbehave({ kind: 'limited', retryAfterS: 7 });
  await expect(configured.on.remove?.(ts, place, { signal })).rejects.toMatchObject({ retryable: true, retryAfterMs: 7_000 });
  await platform.close();
});
