import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { channels } from '../../bots/index.ts';
import type { Env } from '../../shared/channel/channel.ts';
import type { Place } from '../../shared/channel/inbound.ts';
import { reply } from '../../shared/reply/reply.ts';

/** Without any base in the settings a channel calls its platform's own documented addresses over https, and nothing else. */
describe('with the settings a person gives, and no others', () => {
  beforeEach(() => nock.disableNetConnect());
  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
  });

  async function send(name: string, env: Env, place: Place) {
    const found = channels
      .find((channel) => channel.name === name)
      ?.configure(env, { clock: { now: Date.now }, random: Math.random, url: 'https://bellhop.example', env });
    if (!found || 'off' in found) throw new Error(`${name} is off: ${found?.off}`);
    const { on } = found;
    const [message] = on.render(reply('All is well.'), { place, locale: 'en', timeZone: 'UTC', token: () => 't' });
    if (!message) throw new Error('nothing was rendered');
    return on.send(message, place, { signal: AbortSignal.timeout(5_000), key: 'k', acceptedAt: Date.now() });
  }

  it('Slack is reached at slack.com/api', async () => {
    const called = nock('https://slack.com', { reqheaders: { authorization: 'Bearer xoxb-1-token' } })
      .post('/api/chat.postMessage', /All(\+|%20| )is(\+|%20| )well/)
      .reply(200, { ok: true, channel: 'C1', ts: '1700000000.000100' });
    const place = { channel: 'slack', bot: 'main', tenant: 'T1', conversation: 'C1' };
    expect(await send('slack', { SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99babe1085a5', SLACK_BOT_TOKEN: 'xoxb-1-token' }, place)).toMatchObject({
      message: expect.stringContaining('1700000000.000100'),
    });
    expect(called.isDone()).toBe(true);
  });

  it('Telegram is reached at api.telegram.org', async () => {
    const token = '424242:AAaaBBbbCCccDDddEEeeFFffGGgg-HHhhIIii';
    const called = nock('https://api.telegram.org')
      .post(`/bot${token}/sendMessage`, (body) => body.text === 'All is well.' && String(body.chat_id) === '77')
      .reply(200, { ok: true, result: { message_id: 5, date: 1, chat: { id: 77, type: 'private' } } });
    const place = { channel: 'telegram', bot: 'main', tenant: '424242', conversation: '77', direct: true, user: '77' };
    await send('telegram', { TELEGRAM_BOT_TOKEN: token }, place);
    expect(called.isDone()).toBe(true);
  });

  it("Teams takes its token from the bot's own tenant, and answers at the service URL of the conversation", async () => {
    const tenant = '11111111-2222-3333-4444-555555555555';
    const token = nock('https://login.microsoftonline.com')
      .post(
        `/${tenant}/oauth2/v2.0/token`,
        (body) => body.grant_type === 'client_credentials' && body.scope === 'https://api.botframework.com/.default',
      )
      .reply(200, { token_type: 'Bearer', expires_in: 3_600, access_token: 'a.b.c' });
    const sent = nock('https://smba.trafficmanager.net', { reqheaders: { authorization: 'Bearer a.b.c' } })
      .post(/^\/emea\/v3\/conversations\/[^/]+\/activities/, /All is well/)
      .reply(201, { id: 'activity-1' });
    const via = { serviceUrl: 'https://smba.trafficmanager.net/emea/', tenantId: tenant, botId: '28:app', type: 'personal' };
    const place = { channel: 'teams', bot: 'main', tenant, conversation: 'a:1', direct: true, user: 'u', via };
    const env = { TEAMS_APP_ID: '0f0f0f0f-1111-4222-8333-444444444444', TEAMS_APP_PASSWORD: 'password', TEAMS_TENANT_ID: tenant };
    await send('teams', env, place);
    expect([token.isDone(), sent.isDone()]).toEqual([true, true]);
  });
});
