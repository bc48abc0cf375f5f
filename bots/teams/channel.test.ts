import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelContract } from '../../shared/channel/channel.contract.ts';
import type { Channel, Env } from '../../shared/channel/channel.ts';
import type { Inbound } from '../../shared/channel/inbound.ts';
import { SettingsError } from '../../shared/errors.ts';
import { conversations } from '../../test/platforms/teams/says.ts';
import { startTeams, type TeamsPlatform } from '../../test/platforms/teams.ts';
import { teams as module } from './channel.ts';
import { readSettings } from './settings.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const tools = (env: Env) => ({ clock: { now: () => now }, random: () => 0, url: 'http://127.0.0.1:8080', env });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
let platform: TeamsPlatform;

function open(env: Env = {}): Channel {
  const all = { ...platform.env, ...env };
  const configured = module.configure(all, tools(all));
  if (!('on' in configured)) throw new Error(configured.off);
  return configured.on;
}

beforeAll(async () => {
  platform = await startTeams({ now: () => now });
});
afterAll(() => platform.close());

channelContract('teams', () => {
  const valid = (id: string) => platform.request(platform.says.mention(id, 'check example.com'));
  const token = platform.issuer.token();
  const changed = (authorization: string | undefined) => {
    const { authorization: _, ...headers } = valid('a1').headers;
    return { ...valid('a1'), headers: authorization === undefined ? headers : { ...headers, authorization } };
  };
  return {
    channel: open(),
    valid,
    forged: {
      'no token': changed(undefined),
      'a token of nobody': changed('Bearer x.y.z'),
      'another key': platform.request(platform.says.message('a1', 'x'), { key: other.privateKey }),
      'another app': platform.request(platform.says.message('a1', 'x'), { claims: { aud: 'another' } }),
      'another issuer': platform.request(platform.says.message('a1', 'x'), { claims: { iss: 'https://sts.windows.net/x/' } }),
      'a token that ended': platform.request(platform.says.message('a1', 'x'), { claims: { exp: now / 1_000 - 3_600 } }),
      'another service URL': platform.request(platform.says.message('a1', 'x'), { claims: { serviceurl: 'https://smba.trafficmanager.net/emea/' } }),
      'a cut token': changed(`Bearer ${token.slice(0, -10)}`),
    },
    own: platform.request(platform.says.message('a1', 'x', { from: { id: `28:${platform.appId}`, name: 'Bellhop' } })),
    signed: (body) => ({ ...valid('a1'), body }),
    toldAgain: (id) => platform.request(platform.says.mention(id, 'check example.com'), { claims: { jti: 'again' } }),
  };
});

describe('settings', () => {
  const message = (env: Env) => {
    try {
      module.configure(env, tools(env));
    } catch (error) {
      if (error instanceof SettingsError) return error.message;
      throw error;
    }
    return 'taken';
  };

  it('leave it off when none is there, and say what would turn it on', () => {
    expect(module.configure({}, tools({}))).toEqual({ off: expect.stringContaining('TEAMS_APP_ID') });
    expect(module.configure({ TEAMS_APP_ID: ' ' }, tools({}))).toHaveProperty('off');
  });

  it.each([
    ['half of it', { TEAMS_APP_ID: '0f0f0f0f-1111-4222-8333-444444444444' }, 'TEAMS_APP_PASSWORD and TEAMS_TENANT_ID are missing'],
    ['only an address', { TEAMS_SERVICE_URLS: 'https://a.example' }, 'TEAMS_APP_ID and TEAMS_APP_PASSWORD and TEAMS_TENANT_ID are missing'],
    ['a password for an id', { TEAMS_APP_ID: 'secret~value', TEAMS_APP_PASSWORD: 'p', TEAMS_TENANT_ID: 't1' }, 'TEAMS_APP_ID is no application id'],
  ])('that are wrong (%s) are named', (_, env, words) => {
    expect(message(env)).toContain(words);
  });

  it.each([
    ['TEAMS_TENANT_ID', 'a tenant/with a path'],
    ['TEAMS_TOKEN_URL', 'login.microsoftonline.com'],
    ['TEAMS_TOKEN_URL', 'http://login.microsoftonline.com/x'],
    ['TEAMS_OPENID_METADATA_URL', 'file:///etc/passwd'],
    ['TEAMS_SERVICE_URLS', 'smba.trafficmanager.net'],
    ['TEAMS_SERVICE_URLS', 'https://smba.trafficmanager.net,'],
    ['TEAMS_SERVICE_URLS', 'http://10.0.0.1'],
    ['TEAMS_SERVICE_URLS', 'https://user:pass@smba.trafficmanager.net'],
  ])('%s=%s is refused by name, and no password is shown', (name, value) => {
    expect(message({ ...platform.env, [name]: value })).toContain(name);
    expect(message({ ...platform.env, [name]: value })).not.toContain(platform.env.TEAMS_APP_PASSWORD);
  });

  const cloud = (host: string) => {
    const { TEAMS_TOKEN_URL: _, TEAMS_SERVICE_URLS: __, ...env } = platform.env;
    return readSettings({ ...env, TEAMS_OPENID_METADATA_URL: `https://${host}/v1/.well-known/openidconfiguration` });
  };
  const tenant = '11111111-2222-3333-4444-555555555555';

  it.each([
    ['login.botframework.com', 'api.botframework.com', 'login.microsoftonline.com', 'https://smba.trafficmanager.net'],
    ['login.botframework.azure.us', 'api.botframework.us', 'login.microsoftonline.us', 'https://smba.infra.gov.teams.microsoft.us'],
    ['login.botframework.azure.us', 'api.botframework.us', 'login.microsoftonline.us', 'https://smba.infra.dod.teams.microsoft.us'],
    [
      'login.botframework.azure.cn',
      'api.botframework.azure.cn',
      'login.partner.microsoftonline.cn',
      'https://frontend.botapi.msg.infra.teams.microsoftonline.cn',
    ],
  ])('name a cloud by the host of its keys: %s', (host, api, login, service) => {
    const read = cloud(host);
    expect(read).toMatchObject({
      issuer: `https://${api}`,
      scope: `https://${api}/.default`,
      tokenUrl: `https://${login}/${tenant}/oauth2/v2.0/token`,
    });
    expect(read?.serviceUrls).toContain(service);
  });

  it('of one cloud allow the services of no other', () => {
    expect(cloud('login.botframework.azure.us')?.serviceUrls.filter((url) => !url.endsWith('.us'))).toEqual([]);
    expect(cloud('login.botframework.com')?.serviceUrls.filter((url) => !/\.(com|net)$/.test(url))).toEqual([]);
  });

  it('have every variable listed with its meaning', () => {
    expect(module.settings.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(platform.env)));
  });
});

describe('too busy', () => {
  const inbound = async (activity: unknown): Promise<Inbound> => {
    const received = await open().receive(platform.request(activity));
    if (received.kind !== 'inbound' || !received.inbound[0]) throw new Error(received.kind);
    return received.inbound[0];
  };

  it('says when to come again', async () => {
    const answer = open().busy(await inbound(platform.says.message('m1', 'check')));
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '60' } });
  });

  it('says it to who pressed a button, in an invoke’s own form', async () => {
    const answer = open().busy(await inbound(platform.says.execute('x1', 'check')));
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body ?? '')).toMatchObject({
      statusCode: 500,
      type: 'application/vnd.microsoft.error',
      value: { message: expect.stringContaining('again') },
    });
  });
});

describe('a probe', () => {
  const probe = (env?: Env) => open(env).probe?.(new AbortController().signal);

  it('is content when tokens and keys can be had', async () => {
    expect(await probe()).toMatchObject({ ok: true });
  });

  it.each([
    ['a wrong password', { TEAMS_APP_PASSWORD: 'wrong' }, 'TEAMS_APP_PASSWORD is wrong'],
    ['an unknown app', { TEAMS_APP_ID: '99999999-1111-4222-8333-444444444444' }, 'TEAMS_APP_ID is unknown'],
  ])('says what is wrong and how to mend it: %s', async (_, env, hint) => {
    expect(await probe(env)).toMatchObject({ ok: false, hint: expect.stringContaining(hint) });
  });

  it('says when the keys can’t be had', async () => {
    expect(await probe({ TEAMS_OPENID_METADATA_URL: `${platform.url}/nothing` })).toMatchObject({
      ok: false,
      hint: expect.stringContaining('/nothing'),
    });
  });
});

it('takes a command, and answers it where it was said', async () => {
  const channel = open();
  const received = await channel.receive(platform.request(platform.says.mention('m1', 'check example.com')));
  if (received.kind !== 'inbound' || !received.inbound[0]) throw new Error(received.kind);
  const { place } = received.inbound[0];
  const messages = channel.render({ text: 'example.com is up', severity: 'success' }, { place, locale: 'en', timeZone: 'UTC', token: () => '' });
  for (const message of messages) await channel.send(message, place, { signal: new AbortController().signal, key: 'k', acceptedAt: now });
  expect(platform.of('send').map(({ conversation, status }) => [conversation, status])).toEqual([[conversations.channel.id, 201]]);
});

it('needs jose alone to take a delivery: no SDK, no zod, below 60 KB', async () => {
  const { metafile, outputFiles } = await build({
    entryPoints: ['bots/teams/receive.ts'],
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    metafile: true,
    write: false,
  });
  const packages = Object.keys(metafile.inputs).flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
  expect([...new Set(packages)]).toEqual(['jose']);
  expect(outputFiles[0]?.contents.length).toBeLessThan(60_000);
});

describe('the SDK', () => {
  /** The files of packages that a process of its own has loaded after these lines, in which `on` is the channel. */
  async function loadedBy(lines: string): Promise<string[]> {
    const script = `
      import { createRequire } from 'node:module';
      const { teams } = await import('./bots/teams/channel.ts');
      const env = ${JSON.stringify(platform.env)};
      const { on } = teams.configure(env, { clock: Date, random: Math.random, url: '', env });
      ${lines}
      const files = Object.keys(createRequire(import.meta.url).cache);
      console.log(JSON.stringify(files.flatMap((file) => /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(file)?.[1] ?? [])));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
    return JSON.parse(stdout);
  }

  it('is not loaded to take a command', async () => {
    const loaded = await loadedBy(`
      const headers = { authorization: 'Bearer ' + 'x.y.z' };
      const received = await on.receive({ method: 'POST', path: '/api/messages', query: '', headers, body: Buffer.from('{}') });
      if (received.kind !== 'refused') throw new Error(received.kind);`);
    expect(loaded).toEqual([]);
  });

  it('is loaded by warming, in its connector alone, so that the first answer loads nothing', async () => {
    const warmed = await loadedBy('await on.warm();');
    expect(warmed).toContain('botframework-connector');
    for (const rest of ['botbuilder', 'botbuilder-core', 'botframework-streaming', '@azure/identity', 'axios']) expect(warmed).not.toContain(rest);
    const answered = await loadedBy(`
      await on.warm();
      const place = { channel: 'teams', bot: 'main', tenant: 't', conversation: 'a:1', via: { serviceUrl: '${platform.serviceUrl}' } };
      const [message] = on.render({ text: 'hello' }, { place, locale: 'en', timeZone: 'UTC', token: () => '' });
      const sent = await on.send(message, place, { signal: AbortSignal.timeout(5_000), key: 'k', acceptedAt: 0 });
      if (!sent.message) throw new Error('not sent');`);
    expect(answered).toEqual(warmed);
  });
});
