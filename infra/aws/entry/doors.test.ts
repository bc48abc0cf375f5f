import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Check, checks } from '../../../jobs/checks/check.ts';
import { heartbeats, tokenOf } from '../../../jobs/checks/heartbeat.ts';
import type { HttpRequest } from '../../../shared/channel/channel.ts';
import { systemClock } from '../../../shared/clock.ts';
import { personId } from '../../../shared/people/person.ts';
import { dynamodbStore } from '../../../shared/store/dynamodb/store.ts';
import { type Aws, startAws } from '../../../test/aws/aws.ts';
import { handOver, httpEvent } from '../../../test/aws/handlers.ts';
import { makeStageParts, type StageParts } from '../../../test/aws/stage-environment.ts';
import { type EmailPlatform, startEmail } from '../../../test/platforms/email.ts';
import { type MessengerPlatform, page, startMessenger } from '../../../test/platforms/messenger.ts';
import { eventCallback, mention, type SlackStandIn, startSlack } from '../../../test/platforms/slack.ts';
import { ada, startTwilio, type TwilioPlatform } from '../../../test/platforms/sms.ts';
import { startTeams, type TeamsPlatform } from '../../../test/platforms/teams.ts';
import { standInBot, startTelegram, type TelegramPlatform } from '../../../test/platforms/telegram.ts';

let aws: Aws;
let teams: TeamsPlatform;
let telegram: TelegramPlatform;
let messenger: MessengerPlatform;
let slack: SlackStandIn;
/** Another bot of Telegram. */
let sales: TelegramPlatform;
let sms: TwilioPlatform;
let email: EmailPlatform;
let stage: StageParts;
let handlers: Readonly<Record<'teams' | 'telegram' | 'messenger' | 'sms' | 'email', typeof import('./ingress-teams.ts').handler>>;
let run: typeof import('./run.ts').handler;
let deliver: typeof import('./deliver.ts').handler;

beforeAll(async () => {
  [aws, teams, telegram, messenger, sms, email, slack, sales] = await Promise.all([
    startAws(),
    startTeams(),
    startTelegram(),
    startMessenger(),
    startTwilio({ from: '24273' }),
    startEmail(),
    startSlack(),
    startTelegram({ bot: 777 }),
  ]);
  const ofSales = Object.fromEntries(Object.entries(sales.env).map(([name, value]) => [`${name}_SALES`, value]));
  stage = await makeStageParts(aws, { ...slack.oauthEnv, ...ofSales, ...teams.env, ...telegram.env, ...messenger.env, ...sms.env, ...email.env });
  for (const [name, value] of Object.entries(stage.env)) vi.stubEnv(name, value);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  handlers = {
    teams: (await import('./ingress-teams.ts')).handler,
    telegram: (await import('./ingress-telegram.ts')).handler,
    messenger: (await import('./ingress-messenger.ts')).handler,
    sms: (await import('./ingress-sms.ts')).handler,
    email: (await import('./ingress-email.ts')).handler,
  };
  [{ handler: run }, { handler: deliver }] = await Promise.all([import('./run.ts'), import('./deliver.ts')]);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([aws.close(), teams.close(), telegram.close(), messenger.close(), slack.close(), sales.close(), sms.close(), email.close()]);
});

const event = ({ path, headers, body }: HttpRequest) => httpEvent(path, headers as Record<string, string>, body.toString());

async function answered() {
  await handOver(aws, stage, 'run-quick-interactive', run);
  await handOver(aws, stage, 'deliver', deliver);
}

it('takes a message of Teams to its reply', async () => {
  expect(await handlers.teams(event(teams.request(teams.says.message('m1', 'whoami'))))).toMatchObject({ statusCode: 200 });
  await answered();
  expect(teams.of('send')).toHaveLength(1);
});

it('answers what Teams asks and waits for in the response, and runs it then', async () => {
  const press = await handlers.teams(event(teams.request(teams.says.execute('e1', 'whoami'))));
  expect([press.statusCode, JSON.parse(press.body)]).toMatchObject([200, { statusCode: 200, value: 'On it.' }]);
  await answered();
  expect(teams.of('send')).toHaveLength(2);
  expect(await handlers.teams(event(teams.request(teams.says.invoke('fileConsent/invoke'))))).toMatchObject({ statusCode: 501 });
});

it('takes an update of Telegram to its reply, and one that takes the name of the bot to understand once it has asked for that', async () => {
  const group = { chat: -100_1 };
  expect(await handlers.telegram(event(telegram.request(telegram.says.message(`/whoami@${standInBot.name}`, group))))).toMatchObject({
    statusCode: 200,
  });
  expect(await handlers.telegram(event(telegram.request(telegram.says.message('/whoami@another_bot', group))))).toMatchObject({ statusCode: 200 });
  await answered();
  // What is for one alone was tried as such first, and the bot is no admin there.
  expect(telegram.of('sendMessage').filter(({ status }) => status === 200)).toHaveLength(1);
});

it('takes several messages of Messenger in one POST to a reply each, and Meta’s handshake', async () => {
  const { says } = messenger;
  const other = '7700000000000002';
  const both = messenger.request(says.message('m_1', 'whoami'), says.read(), says.message('m_2', 'whoami', { user: other }));
  expect(await handlers.messenger(event(both))).toMatchObject({ statusCode: 200 });
  await answered();
  expect([messenger.sent().length, messenger.sent(other).length]).toEqual([1, 1]);
  expect(messenger.calls.filter(({ path }) => path === `${page.id}/messages`)).toHaveLength(2);
  const shake = httpEvent('/messenger/webhook', {}, '');
  const query = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': messenger.env.MESSENGER_VERIFY_TOKEN, 'hub.challenge': '42' });
  const get = {
    ...shake,
    rawQueryString: String(query),
    requestContext: { ...shake.requestContext, http: { ...shake.requestContext.http, method: 'GET' } },
  };
  expect(await handlers.messenger(get)).toMatchObject({ statusCode: 200, body: '42' });
  expect(await handlers.messenger({ ...get, rawQueryString: '' })).toMatchObject({ statusCode: 403 });
});

it('takes a text message to a question, its answer by number to the outcome, and STOP to silence', async () => {
  const say = async (n: number, text: string) => {
    expect(await handlers.sms(event(sms.request(sms.message(n, text))))).toMatchObject({
      statusCode: 200,
      body: expect.stringContaining('<Response>'),
    });
    await answered();
  };
  await say(1, 'remind me in 30 minutes to stretch');
  await say(2, '1');
  expect(sms.sent(ada)).toEqual([expect.stringContaining('Answer 1: Forget it'), expect.stringMatching(/forgotten|forgot/i)]);
  await say(3, 'STOP');
  await say(4, 'whoami');
  expect(sms.sent(ada)).toHaveLength(2);
  await say(5, 'START');
  expect(sms.sent(ada).at(-1)).toContain('You get my messages');
});

it('takes a mail to its answer by SES, below what was written, and keeps a guest to what guests may', async () => {
  const say = async (n: number, text: string, written = {}) => {
    expect(await handlers.email(event(email.request(email.message(n, text, written))))).toMatchObject({ statusCode: 200 });
    await answered();
  };
  await say(1, 'whoami', { subject: 'Who?' });
  await say(2, 'whoami', { from: 'eve@people.example', verdict: 'dmarc=fail header.from=people.example' });
  const [first, second, ...more] = await aws.ses.mails();
  expect(first).toMatchObject({
    from: expect.stringContaining('bot@bellhop.example'),
    destination: { to: ['ada@people.example'] },
    subject: 'Re: Who?',
  });
  expect([first?.body.text, second?.body.text, more]).toEqual([expect.stringMatching(/member/), expect.stringMatching(/guest/), []]);
});

it.each(['teams', 'telegram', 'messenger', 'sms', 'email'] as const)('believes nothing unsigned: %s', async (channel) => {
  const requests = {
    teams: teams.request({}),
    telegram: telegram.request({}),
    messenger: messenger.request(),
    sms: sms.request(sms.message(9, 'help')),
    email: email.request(email.message(9, 'help')),
  };
  const { path, headers, body } = requests[channel];
  const { authorization: _, 'x-telegram-bot-api-secret-token': __, 'x-hub-signature-256': ___, 'x-twilio-signature': ____, ...rest } = headers;
  expect(await handlers[channel](httpEvent(path, rest as Record<string, string>, body.toString()))).toMatchObject({ statusCode: 401 });
});

it('installs the app in a workspace of Slack by the pages, speaks there with its token, and forgets it when it is taken out', async () => {
  const [{ handler: pages }, { handler: ingress }] = await Promise.all([import('./pages.ts'), import('./ingress-slack.ts')]);
  const get = (address: string, cookies: readonly string[] = []) => {
    const { pathname, search } = new URL(address, 'https://bellhop.example');
    return pages({ ...httpEvent(pathname, {}, '', 'GET'), rawQueryString: search.slice(1), cookies });
  };
  const begun = await get('/slack/install');
  const [cookie = ''] = begun.cookies ?? [];
  const back = slack.oauth.consent(begun.headers.location ?? '', { team: { id: 'T0ACME', name: 'Acme' } });
  expect(await get(back, [cookie.split(';')[0] ?? ''])).toMatchObject({ statusCode: 200, body: expect.stringContaining('Bellhop is in Acme') });
  expect(await get(back, [cookie.split(';')[0] ?? ''])).toMatchObject({ statusCode: 400 });

  const authorizations = [{ team_id: 'T0ACME', user_id: 'UBOT1', is_bot: true, is_enterprise_install: false }];
  const tell = (body: string) => ingress(httpEvent('/slack/events', { 'content-type': 'application/json', ...slack.sign(body) }, body));
  await tell(mention('<@UBOT1> whoami', '1700000000.000200', {}, { team_id: 'T0ACME', authorizations }));
  await answered();
  expect(slack.calls.filter(({ method }) => method.startsWith('chat.post'))).toMatchObject([{ token: 'xoxb-granted-1', outcome: 'ok' }]);

  const gone = eventCallback({ type: 'app_uninstalled' }, { team_id: 'T0ACME', authorizations, event_time: Math.ceil(Date.now() / 1_000) });
  expect(await tell(gone)).toMatchObject({ statusCode: 200 });
  await tell(mention('<@UBOT1> whoami', '1700000000.000300', {}, { team_id: 'T0ACME', authorizations }));
  await answered();
  expect(slack.calls.filter(({ method }) => method.startsWith('chat.post'))).toHaveLength(1);
});

it('takes what another bot of a platform is told at its own address alone, and answers with its token', async () => {
  const said = sales.request(sales.says.message('whoami'));
  const before = telegram.of('sendMessage').length;
  expect(await handlers.telegram(event(said))).toMatchObject({ statusCode: 401 });
  expect(await handlers.telegram(event({ ...said, path: '/telegram/webhook/nobody' }))).toMatchObject({ statusCode: 404 });
  expect(await handlers.telegram(event({ ...said, path: '/telegram/webhook/sales' }))).toMatchObject({ statusCode: 200 });
  await answered();
  expect([sales.of('sendMessage').length, telegram.of('sendMessage').length]).toEqual([1, before]);
});

it('gives a file: in Telegram as a document, by SMS as a link that leads to where it is kept', async () => {
  const { handler: pages } = await import('./pages.ts');
  expect(await handlers.telegram(event(telegram.request(telegram.says.message('/mydata'))))).toMatchObject({ statusCode: 200 });
  expect(await handlers.sms(event(sms.request(sms.message(30, 'my data'))))).toMatchObject({ statusCode: 200 });
  await answered();
  const document = telegram.of('sendDocument')[0]?.payload.document;
  expect(document instanceof File && JSON.parse(await document.text())).toMatchObject({ identities: [{ id: expect.stringContaining('telegram/') }] });
  const [, query = ''] = /https:\/\/bellhop\.example\/blobs\?(\S+)/.exec(String(sms.sent(ada).at(-1))) ?? [];
  const { statusCode, headers } = await pages({ ...httpEvent('/blobs', {}, '', 'GET'), rawQueryString: query });
  expect(statusCode).toBe(302);
  expect(await (await fetch(headers.location ?? '')).json()).toMatchObject({ identities: [{ id: expect.stringContaining('sms/') }] });
  expect(await pages({ ...httpEvent('/blobs', {}, '', 'GET'), rawQueryString: query.replace('my-data', 'other') })).toMatchObject({
    statusCode: 404,
  });
});

it('takes a heartbeat, and shows the badge of its check, at addresses of their own', async () => {
  const { handler: pages } = await import('./pages.ts');
  const id = '0123456789abcdef01234567';
  const store = dynamodbStore({ client: aws.dynamodb.client, name: stage.env.BELLHOP_TABLE ?? '' }, { clock: systemClock });
  const place = { channel: 'slack', tenant: 't1', bot: 'main', conversation: 'ops' };
  const check = { id, name: 'backup', kind: 'heartbeat', person: personId(place, 'u1'), place };
  await store.put(checks, id, check as Check);
  const address = `/heartbeat/${tokenOf(Buffer.alloc(32, 7).toString('base64'), id)}`;
  expect(await pages(httpEvent(address, {}, '', 'HEAD'))).toMatchObject({ statusCode: 200 });
  expect(await store.get(heartbeats, id)).toBeNull();
  expect(await pages(httpEvent(address, {}, 'done', 'POST'))).toMatchObject({ statusCode: 200, body: '{"ok":true}' });
  expect((await store.get(heartbeats, id))?.value.at).toBeGreaterThan(Date.now() - 60_000);
  expect(await pages(httpEvent(`${address}x`, {}, '', 'GET'))).toMatchObject({ statusCode: 404 });
  expect(await pages(httpEvent(`/badge/${id}.svg`, {}, '', 'GET'))).toMatchObject({
    statusCode: 200,
    headers: { 'content-type': 'image/svg+xml; charset=utf-8' },
    body: expect.stringContaining('aria-label="uptime: unknown"'),
  });
});
