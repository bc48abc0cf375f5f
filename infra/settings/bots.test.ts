import { afterEach, describe, expect, it } from 'vitest';
import { channels } from '../../bots/index.ts';
import { channelsByName } from '../../shared/channel/bots.ts';
import type { Channel, Env } from '../../shared/channel/channel.ts';
import type { Place } from '../../shared/channel/inbound.ts';
import { SendFailed } from '../../shared/errors.ts';
import { commandId } from '../../shared/flow/accept.ts';
import { bucketsOf } from '../../shared/flow/deliver.ts';
import { personId } from '../../shared/people/person.ts';
import { reply } from '../../shared/reply/reply.ts';
import { mention, startSlack } from '../../test/platforms/slack.ts';
import { startTeams } from '../../test/platforms/teams.ts';
import { startTelegram } from '../../test/platforms/telegram.ts';
import { settingsOf } from './bots.ts';
import { openChannels, secretsIn } from './channels.ts';

const clock = { now: Date.now };
const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close();
});

const open = (env: Env) =>
  openChannels(
    channels,
    { BELLHOP_KEY: Buffer.alloc(32, 1).toString('base64'), ...env },
    { clock, random: Math.random, url: 'https://bellhop.example', env },
  );
const named = (env: Env, bot: string) => Object.fromEntries(Object.entries(env).map(([name, value]) => [`${name}_${bot}`, value]));

/** Two bots of Telegram, each with its own side of it. */
async function twoBots() {
  const [one, two] = [await startTelegram(), await startTelegram({ bot: 777 })];
  closing.push(one, two);
  const { on, problems } = open({ ...one.env, ...named(two.env, 'SALES') });
  expect(problems).toEqual([]);
  const bots = on.filter(({ name }) => name === 'telegram');
  const all = channelsByName(on);
  const send = (place: Place, text: string) => {
    const channel = all.get(place.channel);
    const [message] = channel?.render(reply(text), { place, locale: 'en', timeZone: 'UTC', token: String }) ?? [];
    if (!channel || !message) throw new Error('nothing to send');
    return channel.send(message, place, { signal: AbortSignal.timeout(5_000), key: 'k', acceptedAt: clock.now() });
  };
  return { one, two, main: bots[0] as Channel, sales: bots[1] as Channel, all, send };
}

async function inboundOf(channel: Channel, request: Parameters<Channel['receive']>[0]) {
  const received = await channel.receive(request);
  return received.kind === 'inbound' ? received.inbound[0] : received.kind === 'refused' ? received.reason : received.kind;
}

describe('two bots of Telegram', () => {
  it('have routes, secrets and places of their own, and answer by their own token', async () => {
    const { one, two, main, sales, send } = await twoBots();
    expect([main.routes[0]?.path, sales.routes[0]?.path]).toEqual(['/telegram/webhook', '/telegram/webhook/sales']);
    const said = one.says.message('check example.com');
    const toMain = one.request(said);
    const toSales = { ...two.request(said), path: '/telegram/webhook/sales' };
    const [first, second] = [await inboundOf(main, toMain), await inboundOf(sales, toSales)];
    if (typeof first !== 'object' || typeof second !== 'object') throw new Error('not taken');
    expect([first.place.bot, second.place.bot]).toEqual(['main', 'sales']);
    // The same person, chat and message: still two commands, and two people.
    expect(second.key).toBe(first.key);
    const ids = [first, second].map(({ place, key }) => commandId(place.channel, place.bot, place.tenant, key));
    expect(ids[0]).not.toBe(ids[1]);
    expect(personId(first.place, first.from.user)).not.toBe(personId(second.place, second.from.user));
    expect(bucketsOf(main, first.place).map(({ key }) => key)).not.toEqual(bucketsOf(sales, second.place).map(({ key }) => key));
    await send(first.place, 'from main');
    await send(second.place, 'from sales');
    expect(one.of('sendMessage').map(({ payload }) => payload.text)).toEqual(['from main']);
    expect(two.of('sendMessage').map(({ payload }) => payload.text)).toEqual(['from sales']);
  });

  it('believe only their own secret', async () => {
    const { one, two, main, sales } = await twoBots();
    const said = one.says.message('check example.com');
    expect(await inboundOf(main, two.request(said))).toBe('secret_token');
    expect(await inboundOf(sales, { ...one.request(said), path: '/telegram/webhook/sales' })).toBe('secret_token');
  });

  it('are told to Telegram each at its own address', async () => {
    const { two, sales } = await twoBots();
    expect(await sales.publish?.(AbortSignal.timeout(5_000))).toContainEqual({
      state: 'done',
      what: 'Webhook at https://bellhop.example/telegram/webhook/sales',
    });
    expect(two.webhook()).toBe('https://bellhop.example/telegram/webhook/sales');
  });

  it('when one is locked out, say so of it alone', async () => {
    const { two, all, main, sales, send } = await twoBots();
    two.revoke(true);
    const place = { channel: 'telegram', bot: 'sales', tenant: '777', conversation: '1', direct: true };
    const failed = await send(place, 'Hello').catch((cause: unknown) => cause);
    expect(failed).toMatchObject({ code: 'telegram_token', lockedOut: true });
    const signal = AbortSignal.timeout(5_000);
    expect(await sales.probe?.(signal)).toMatchObject({ ok: false });
    expect(await all.get('telegram')?.probe?.(signal, place)).toMatchObject({ ok: false });
    expect(await all.get('telegram')?.probe?.(signal, { bot: 'main', tenant: '424242' })).toMatchObject({ ok: true });
    expect(await main.probe?.(signal)).toBeDefined();
    two.revoke(false);
    expect(await all.get('telegram')?.probe?.(signal, place)).toMatchObject({ ok: true });
  });
});

it('what waits for a bot that has no settings any more is sent by no other', async () => {
  const one = await startTelegram();
  closing.push(one);
  const { on } = open(one.env);
  const place = { channel: 'telegram', bot: 'sales', tenant: '777', conversation: '1' };
  const sent = channelsByName(on)
    .get('telegram')
    ?.send({ method: 'sendMessage', payload: {} }, place, { signal: AbortSignal.timeout(5_000), key: 'k', acceptedAt: 0 });
  await expect(sent).rejects.toThrow(SendFailed);
  await expect(sent).rejects.toMatchObject({ code: 'bot_off', message: 'The bot telegram/sales is off.' });
  expect(one.calls).toEqual([]);
});

it('two Slack apps in one workspace are two: each believes its own signature', async () => {
  const [one, two] = [await startSlack(), await startSlack()];
  closing.push(one, two);
  const secret = 'f'.repeat(32);
  const { on, problems } = open({ ...one.env, SLACK_SIGNING_SECRET_OPS: secret, SLACK_BOT_TOKEN_OPS: 'xoxb-ops' });
  expect(problems).toEqual([]);
  const [main, ops] = on.filter(({ name }) => name === 'slack');
  const body = mention('<@UBOT1> help', '1700000000.000100');
  const request = (path: string, headers: Readonly<Record<string, string>>) => ({
    method: 'POST',
    path,
    query: '',
    headers,
    body: Buffer.from(body),
  });
  expect(await main?.receive(request('/slack/events', one.sign(body)))).toMatchObject({ kind: 'inbound', inbound: [{ place: { bot: 'main' } }] });
  expect(await ops?.receive(request('/slack/events/ops', one.sign(body)))).toMatchObject({ kind: 'refused', reason: 'signature_wrong' });
});

it('two registrations of Teams are two: each believes tokens for itself, and speaks, also aside, with its own', async () => {
  const [one, two] = [await startTeams(), await startTeams({ appId: '0e0e0e0e-1111-4222-8333-444444444444' })];
  closing.push(one, two);
  const { on, problems } = open({ ...one.env, ...named(two.env, 'EU') });
  expect(problems).toEqual([]);
  const [main, eu] = on.filter(({ name }) => name === 'teams') as [Channel, Channel];
  const ofEu = { ...two.request(two.says.chosen('m1', 'check:site', 'x')), path: '/api/messages/eu' };
  expect(await inboundOf(main, ofEu)).toMatch(/^(wrong|unknown|bad)_|signature|audience/);
  const said = await inboundOf(eu, ofEu);
  if (typeof said !== 'object') throw new Error(`not taken: ${said}`);
  expect(said.place).toMatchObject({ bot: 'eu', aside: true });
  const { aside, send, render } = channelsByName(on).get('teams') as Channel;
  const signal = AbortSignal.timeout(5_000);
  const place = (await aside?.(said.place, { signal })) ?? said.place;
  expect(place).toMatchObject({ bot: 'eu', direct: true });
  const [message] = render(reply('hello'), { place, locale: 'en', timeZone: 'UTC', token: String });
  if (message) await send(message, place, { signal, key: 'k', acceptedAt: clock.now() });
  expect([two.of('create').length, two.of('send').map(({ status }) => status), one.calls.filter(({ kind }) => kind === 'send')]).toEqual([
    1,
    [201],
    [],
  ]);
});

describe('settings', () => {
  const token = '1:abc';

  it.each<readonly [string, Env, string]>([
    [
      'a bot with a secret alone',
      { TELEGRAM_WEBHOOK_SECRET_SALES: 'hush' },
      'TELEGRAM_WEBHOOK_SECRET_SALES is set without TELEGRAM_BOT_TOKEN_SALES.',
    ],
    ['a bot with an address alone', { TELEGRAM_API_ROOT_SALES: 'https://x.example' }, 'telegram/sales is half configured.'],
    ['a malformed token', { TELEGRAM_BOT_TOKEN: token, TELEGRAM_BOT_TOKEN_SALES: 'hush-hush' }, 'TELEGRAM_BOT_TOKEN_SALES is not a bot token.'],
    [
      'one token twice',
      { TELEGRAM_BOT_TOKEN: token, TELEGRAM_BOT_TOKEN_SALES: token },
      'TELEGRAM_BOT_TOKEN_SALES is the same as TELEGRAM_BOT_TOKEN.',
    ],
    [
      'a Teams registration without its tenant',
      { TEAMS_APP_ID_EU: 'x', TEAMS_APP_PASSWORD_EU: 'hush' },
      'Teams is half configured: TEAMS_TENANT_ID_EU is missing.',
    ],
  ])('%s is told by its own name', (_, env, message) => {
    const { problems } = open(env);
    expect(problems.map((problem) => problem.message)).toContain(message);
    expect(problems.map(({ message, hint }) => `${message} ${hint}`).join()).not.toContain('hush');
  });

  it('a named bot needs no main one, and a channel of one bot has none', () => {
    const { on, off } = open({ TELEGRAM_BOT_TOKEN_SALES: token, ALEXA_SKILL_ID_SALES: 'x' });
    expect(on.map(({ name, bot }) => `${name} ${bot}`)).toContain('telegram sales');
    expect(off.map(({ name }) => name)).not.toContain('telegram');
    expect(off.map(({ name }) => name)).toContain('alexa');
  });

  it('of named bots are kept secret, and listed, like the others', () => {
    const env = { TELEGRAM_BOT_TOKEN: token, TELEGRAM_BOT_TOKEN_SALES: '2:def' };
    expect(secretsIn(env, channels)).toEqual([token, '2:def']);
    expect(channels.flatMap((module) => settingsOf(env, module)).map(({ name }) => name)).toContain('TELEGRAM_BOT_TOKEN_SALES');
  });

  it('take SLACK_CLIENT_SECRET for itself, and for nobody’s bot of SLACK_CLIENT', () => {
    const { on, problems } = open({ SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'x'.repeat(32), SLACK_SIGNING_SECRET: 'y'.repeat(32) });
    expect(problems).toEqual([]);
    expect(on.filter(({ name }) => name === 'slack').map(({ bot }) => bot)).toEqual([undefined]);
  });
});
