import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Channel, Received } from '../../shared/channel/channel.ts';
import type { Place } from '../../shared/channel/inbound.ts';
import { SendFailed } from '../../shared/errors.ts';
import { reply } from '../../shared/reply/reply.ts';
import { type OpenKept, openKept } from '../../test/open-kept.ts';
import { eventCallback, type SlackStandIn, startSlack, workspace } from '../../test/platforms/slack.ts';
import { slack } from './channel.ts';

const acme = { team: { id: 'T0ACME', name: 'Acme' } };
const widgets = { team: { id: 'T0WIDGETS', name: 'Widgets <b>& Co</b>' } };
const holding = { enterprise: { id: 'E0HOLDING', name: 'Holding' } };

let folder: OpenKept;
let platform: SlackStandIn;
let channel: Channel;

beforeEach(async () => {
  folder = openKept();
  platform = await startSlack({ clock: folder.clock });
  channel = opened();
});
afterEach(async () => {
  await platform.close();
  await folder.close();
});

/** As after each start: nothing is remembered but what is kept. */
function opened(env: Readonly<Record<string, string>> = platform.oauthEnv): Channel {
  const kept = folder.kept();
  const configured = slack.configure(env, { clock: folder.clock, random: Math.random, url: 'https://bellhop.example', env, kept });
  if ('off' in configured) throw new Error(configured.off);
  return configured.on;
}

async function get(address: string, cookie?: string) {
  const { pathname, search } = new URL(address, 'https://bellhop.example');
  const headers = cookie === undefined ? {} : { cookie };
  const received = await channel.receive({ method: 'GET', path: pathname, query: search.slice(1), headers, body: Buffer.alloc(0) });
  if (received.kind !== 'nothing' && received.kind !== 'refused') throw new Error(received.kind);
  return { status: received.ack.status, headers: received.ack.headers ?? {}, page: received.ack.body ?? '' };
}

/** A browser that opens the link: where it is sent, and its cookie. */
async function begun(cookie?: string) {
  const { status, headers } = await get('/slack/install', cookie);
  expect(status).toBe(302);
  return { location: headers.location ?? '', cookie: headers['set-cookie']?.split(';')[0] ?? '' };
}

async function install(place: Parameters<SlackStandIn['oauth']['consent']>[1]) {
  const { location, cookie } = await begun();
  return get(platform.oauth.consent(location, place), cookie);
}

async function send(tenant: string, text = 'Hello'): Promise<string | undefined> {
  const place: Place = { channel: 'slack', bot: 'main', tenant, conversation: 'C0001' };
  const [message] = channel.render(reply(text), { place, locale: 'en', timeZone: 'UTC', token: String });
  if (!message) throw new Error('nothing rendered');
  await channel.send(message, place, { signal: AbortSignal.timeout(5_000), key: 'k', acceptedAt: folder.clock.now() });
  return platform.calls.at(-1)?.token;
}
const failure = (sending: Promise<unknown>) =>
  sending.then(
    () => null,
    (cause: unknown) => (cause instanceof SendFailed ? cause : Promise.reject(cause)),
  );

async function told(event: Readonly<Record<string, unknown>>, tenant: string, atMs = folder.clock.now() + 1_000): Promise<Received> {
  const outer = { team_id: tenant, authorizations: undefined, event_time: Math.floor(atMs / 1_000) };
  const body = eventCallback(event, outer);
  return channel.receive({ method: 'POST', path: '/slack/events', query: '', headers: platform.sign(body), body: Buffer.from(body) });
}

it('sends a person to Slack, and takes them back with a token of their workspace', async () => {
  const { location, cookie } = await begun();
  expect(location).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/v2\/authorize\?client_id=/);
  expect(new URL(location).searchParams.get('redirect_uri')).toBe('https://bellhop.example/slack/oauth');
  expect((await get('/slack/install')).headers['set-cookie']).toMatch(/^__Host-.*; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/);
  const { status, page, headers } = await get(platform.oauth.consent(location, acme), cookie);
  expect([status, page]).toEqual([200, expect.stringContaining('Bellhop is in Acme')]);
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'content-security-policy': expect.stringContaining("default-src 'none'") });
  expect(await send('T0ACME')).toBe('xoxb-granted-1');
});

it('speaks in each workspace with its own token, after a restart too, and keeps them sealed', async () => {
  await install(acme);
  const { page } = await install(widgets);
  expect(page).toContain('Widgets &lt;b&gt;&amp; Co&lt;/b&gt;');
  await install(holding);
  channel = opened();
  expect(await send('T0ACME')).toBe('xoxb-granted-1');
  expect(await send('T0WIDGETS')).toBe('xoxb-granted-2');
  expect(await send('E0HOLDING')).toBe('xoxb-granted-3');
  expect(await folder.atRest()).toContain('slack/main/E0HOLDING');
  expect(await folder.atRest()).not.toContain('xoxb-granted');
});

it('speaks nowhere with a token of elsewhere', async () => {
  await install(acme);
  channel = opened({ ...platform.oauthEnv, ...platform.env });
  expect(await send(workspace.team)).toBe('xoxb-standin');
  const before = platform.calls.length;
  expect(await failure(send('T0WIDGETS'))).toMatchObject({
    code: 'slack_not_installed',
    retryable: false,
    hint: expect.stringContaining('/slack/install'),
  });
  expect(await failure(send('../main'))).toMatchObject({ code: 'slack_not_installed' });
  expect(platform.calls.slice(before).map(({ method }) => method)).not.toContain('chat.postMessage');
});

it('installed again, the new token takes the place of the old', async () => {
  await install(acme);
  await install(acme);
  expect(await send('T0ACME')).toBe('xoxb-granted-2');
});

it('says so when the person declined, and installs nothing', async () => {
  const { status, page } = await install(null);
  expect([status, page]).toEqual([200, expect.stringContaining('Nothing was installed')]);
  expect(platform.calls).toEqual([]);
});

it('believes no state that is forged, of another browser, used before or older than ten minutes', async () => {
  const { location, cookie } = await begun();
  const other = await begun();
  const back = platform.oauth.consent(location, acme);
  const forged = new URL(back);
  forged.searchParams.set('state', forged.searchParams.get('state')?.replace(/\.\d+\./, `.${folder.clock.now() + 900_000}.`) ?? '');
  for (const [address, browser] of [
    [forged.href, cookie],
    [back, undefined],
    [back, other.cookie],
    [back.replace(/state=[^&]*/, 'state='), cookie],
    ['/slack/oauth', cookie],
  ] as const) {
    expect(await get(address, browser), address).toMatchObject({ status: 400, page: expect.stringContaining('no longer good') });
  }
  expect(platform.calls).toEqual([]);
  expect((await get(back, cookie)).status).toBe(200);
  expect((await get(back, cookie)).status).toBe(400);
  const late = platform.oauth.consent((await begun(cookie)).location, acme);
  await folder.clock.advance(600_000);
  expect((await get(late, cookie)).status).toBe(400);
  expect(platform.calls).toHaveLength(1);
});

it('lets one browser have two tabs open', async () => {
  const first = await begun();
  const second = await begun(first.cookie);
  expect(second.cookie).toBe(first.cookie);
  expect((await get(platform.oauth.consent(first.location, acme), second.cookie)).status).toBe(200);
  expect((await get(platform.oauth.consent(second.location, widgets), second.cookie)).status).toBe(200);
});

it('tells a person what Slack refused, and how to go on', async () => {
  const { location, cookie } = await begun();
  const back = platform.oauth.consent(location, acme).replace(/code=[^&]*/, 'code=made-up');
  expect(await get(back, cookie)).toMatchObject({ status: 502, page: expect.stringMatching(/invalid_code.*Begin anew/) });
  platform.misbehave({ kind: 'error', status: 503 });
  expect(await install(acme)).toMatchObject({ status: 503, page: expect.stringContaining('/slack/install') });
  expect(await failure(send('T0ACME'))).toMatchObject({ code: 'slack_not_installed' });
});

it.each([{ type: 'app_uninstalled' }, { type: 'tokens_revoked', tokens: { oauth: ['U1'], bot: ['UBOT1'] } }])(
  'forgets the token when the app is taken out: $type',
  async (event) => {
    await install(acme);
    await install(widgets);
    expect(await told(event, 'T0ACME', folder.clock.now() + 61_000)).toEqual({ kind: 'nothing', ack: { status: 200 } });
    expect(await failure(send('T0ACME'))).toMatchObject({ code: 'slack_not_installed' });
    expect(await send('T0WIDGETS')).toBe('xoxb-granted-2');
  },
);

it('keeps it when only people’s own tokens went, or what went was before it was installed again', async () => {
  await install(acme);
  await told({ type: 'tokens_revoked', tokens: { oauth: ['U1'], bot: [] } }, 'T0ACME');
  await folder.clock.advance(60_000);
  await install(acme);
  await told({ type: 'app_uninstalled' }, 'T0ACME', folder.clock.now() - 30_000);
  // Its former token, revoked as the new one took its place.
  await told({ type: 'tokens_revoked', tokens: { oauth: [], bot: ['UBOT1'] } }, 'T0ACME', folder.clock.now() + 2_000);
  expect(await send('T0ACME')).toBe('xoxb-granted-2');
});

it('says that a workspace took back its token, and how it gets another', async () => {
  await install(acme);
  platform.oauth.revoke('T0ACME');
  expect(await failure(send('T0ACME'))).toMatchObject({
    code: 'invalid_auth',
    lockedOut: true,
    hint: expect.stringContaining('https://bellhop.example/slack/install'),
  });
});

it('renews a token that ends after 12 hours, and is asked for another consent only when Slack gives none', async () => {
  platform.oauth.rotate();
  await install(acme);
  await folder.clock.advance(42_000_000);
  expect(await send('T0ACME')).toBe('xoxb-granted-1');
  await folder.clock.advance(1_000_000);
  expect(await send('T0ACME')).toBe('xoxb-granted-2');
  // What another process renewed meanwhile is found, and used.
  await folder.clock.advance(43_000_000);
  const [one, two] = [channel, opened()];
  channel = two;
  const first = send('T0ACME');
  channel = one;
  await Promise.all([first, send('T0ACME')]);
  expect(platform.calls.filter(({ method, outcome }) => method === 'chat.postMessage' && outcome !== 'ok')).toEqual([]);
});

it('is for one workspace alone without a client id', async () => {
  channel = opened(platform.env);
  expect(await get('/slack/install')).toMatchObject({ status: 404, page: expect.stringContaining('SLACK_CLIENT_ID') });
});
