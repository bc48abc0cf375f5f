import { createHmac, generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publicIssuer } from '../../test/platforms/teams/issuer.ts';
import { startTeams, type TeamsPlatform } from '../../test/platforms/teams.ts';
import { getDocument } from './document.ts';
import { trust } from './limits.ts';
import { type VerifyToken, verifyToken } from './token.ts';

const minute = 60_000;
const hour = 60 * minute;
let now = Date.parse('2026-03-01T12:00:00Z');
const clock = { now: () => now };
let teams: TeamsPlatform;
let verify: VerifyToken;

const open = (options: { issuer?: string; metadataUrl?: string; deadlineMs?: number } = {}) =>
  verifyToken({
    appId: teams.appId,
    issuer: publicIssuer,
    metadataUrl: teams.env.TEAMS_OPENID_METADATA_URL ?? '',
    clock,
    fetch: getDocument,
    ...options,
  });
const bearer = (parts?: Parameters<TeamsPlatform['issuer']['token']>[0]) => `Bearer ${teams.issuer.token(parts)}`;
const seconds = () => Math.floor(now / 1_000);

beforeEach(async () => {
  now = Date.parse('2026-03-01T12:00:00Z');
  teams = await startTeams({ now: () => now });
  verify = open();
});
afterEach(() => teams.close());

describe('a token is believed', () => {
  it('when the Bot Framework signed it for this app', async () => {
    expect(await verify(bearer())).toEqual({ ok: true, serviceUrl: teams.serviceUrl, endorsements: ['msteams', 'skype'] });
  });

  it('of the cloud we are in, and of no other', async () => {
    const gov = 'https://api.botframework.us';
    const inGov = open({ issuer: gov });
    expect(await inGov(bearer({ claims: { iss: gov } }))).toMatchObject({ ok: true });
    expect(await inGov(bearer())).toEqual({ ok: false, reason: 'bad_token' });
    expect(await verify(bearer({ claims: { iss: gov } }))).toEqual({ ok: false, reason: 'bad_token' });
  });

  it('whatever the case of the scheme', async () => {
    expect(await verify(`bearer ${teams.issuer.token()}`)).toMatchObject({ ok: true });
  });

  it('within 5 minutes of skew on both sides', async () => {
    expect(await verify(bearer({ claims: { nbf: seconds() + 290 } }))).toMatchObject({ ok: true });
    expect(await verify(bearer({ claims: { exp: seconds() - 290 } }))).toMatchObject({ ok: true });
  });

  it('at once when it was verified before, without asking for keys again', async () => {
    const header = bearer();
    await verify(header);
    expect(verify(header)).toMatchObject({ ok: true });
    expect(teams.of('keys')).toHaveLength(1);
  });

  it('and remembered, but not without end: after a thousand others it is verified anew', async () => {
    const header = bearer();
    await verify(header);
    for (let n = 1; n < trust.rememberedMax; n++) await verify(bearer({ claims: { jti: n } }));
    expect(verify(header)).not.toBeInstanceOf(Promise);
    await verify(bearer({ claims: { jti: 'one more' } }));
    const again = verify(header);
    expect(again).toBeInstanceOf(Promise);
    expect(await again).toMatchObject({ ok: true });
  });

  it('no longer than it lasts, remembered or not', async () => {
    const header = bearer();
    await verify(header);
    now += hour + 6 * minute;
    expect(await verify(header)).toEqual({ ok: false, reason: 'expired' });
  });
});

describe('a token is refused', () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const claims = (over: object) => () => bearer({ claims: { ...over } });
  const rows: readonly (readonly [string, () => string | undefined, string])[] = [
    ['that is missing', () => undefined, 'no_token'],
    ['that is empty', () => 'Bearer ', 'no_token'],
    ['of another scheme', () => `Basic ${teams.issuer.token()}`, 'no_token'],
    ['that is no JWT', () => 'Bearer nonsense', 'bad_token'],
    ['with five parts', () => `${bearer()}.a.b`, 'bad_token'],
    ['with a space in it', () => `${bearer()} x`, 'bad_token'],
    ['signed by someone else under a known id', () => bearer({ key: other.privateKey }), 'bad_token'],
    ['whose signature was cut off', () => bearer().replace(/[^.]+$/, ''), 'bad_token'],
    [
      'whose claims were changed',
      () => bearer().replace(/\.[^.]+\./, `.${part({ iss: publicIssuer, aud: teams.appId, exp: seconds() + 9_999 })}.`),
      'bad_token',
    ],
    ['with alg none', () => `Bearer ${part({ alg: 'none', kid: 'key-1' })}.${bearer().split('.')[1]}.`, 'bad_token'],
    ['with alg none and a signature', () => bearer({ header: { alg: 'none' } }), 'bad_token'],
    ['with alg RS512', () => bearer({ header: { alg: 'RS512' } }), 'bad_token'],
    ['with alg HS256, keyed with our public key', hs256, 'bad_token'],
    ['with no key id', () => bearer({ header: { kid: undefined } }), 'bad_token'],
    ['whose key id is no string', () => bearer({ header: { kid: 7 } }), 'bad_token'],
    [
      'with a key of its own in the header',
      () => bearer({ key: other.privateKey, header: { jwk: other.publicKey.export({ format: 'jwk' }) } }),
      'bad_token',
    ],
    ['that asks for an extension we lack', () => bearer({ header: { crit: ['x'], x: 1 } }), 'bad_token'],
    ['of the emulator (v1)', claims({ iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/' }), 'bad_token'],
    ['of the emulator (v2)', claims({ iss: 'https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0' }), 'bad_token'],
    ['without an issuer', claims({ iss: undefined }), 'bad_token'],
    ['for another app', claims({ aud: '99999999-1111-4222-8333-444444444444' }), 'bad_token'],
    ['for us among others', () => bearer({ claims: { aud: [teams.appId, 'x'] } }), 'bad_token'],
    ['for us in a list', () => bearer({ claims: { aud: [teams.appId] } }), 'bad_token'],
    ['whose beginning is no number', () => bearer({ claims: { nbf: 'now' } }), 'bad_token'],
    ['without an audience', claims({ aud: undefined }), 'bad_token'],
    ['that never ends', claims({ exp: undefined }), 'bad_token'],
    ['whose end is no number', claims({ exp: '99999999999' }), 'bad_token'],
    ['that ended more than 5 minutes ago', () => bearer({ claims: { exp: seconds() - 301 } }), 'expired'],
    ['that begins in more than 5 minutes', () => bearer({ claims: { nbf: seconds() + 301 } }), 'bad_token'],
    ['without a service URL', claims({ serviceurl: undefined }), 'bad_token'],
    ['whose service URL is no string', claims({ serviceurl: ['https://smba.trafficmanager.net'] }), 'bad_token'],
    ['with a claim said twice', () => bearer({ claimsText: twice('"aud":"x",', '') }), 'bad_token'],
    ['with a claim said twice, once in disguise', () => bearer({ claimsText: twice('"\\u0061ud":"x",', '') }), 'bad_token'],
    ['with a header member said twice', () => bearer({ headerText: '{"alg":"none","alg":"RS256","kid":"key-1"}' }), 'bad_token'],
    ['whose claims are a list', () => bearer({ claimsText: '[]' }), 'bad_token'],
    ['whose claims are null', () => bearer({ claimsText: 'null' }), 'bad_token'],
    ['that is larger than any of Microsoft', () => bearer({ claims: { padding: 'x'.repeat(trust.tokenCharsMax) } }), 'bad_token'],
    ['that names a key nobody has', () => bearer({ header: { kid: 'nobody' } }), 'unknown_key'],
    ['that names a key like a member of every object', () => bearer({ header: { kid: '__proto__' } }), 'unknown_key'],
  ];

  it.each(rows)('%s', async (_, header, reason) => {
    expect(await verify(header())).toEqual({ ok: false, reason });
  });

  it('when its key is too short to trust', async () => {
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const { n, e } = short.publicKey.export({ format: 'jwk' });
    teams.misbehave({ on: 'keys', how: { status: 200, body: JSON.stringify({ keys: [{ kty: 'RSA', use: 'sig', kid: 'key-1', n, e }] }) } });
    expect(await verify(bearer({ key: short.privateKey }))).toMatchObject({ ok: false });
  });

  it('without asking for keys when it can be seen to be none of ours', async () => {
    for (const header of [bearer({ header: { alg: 'none' } }), bearer({ claims: { iss: 'x' } }), 'Bearer nonsense']) await verify(header);
    expect(teams.calls).toHaveLength(0);
  });

  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const twice = (before: string, after: string) =>
    `{${before}"iss":"${publicIssuer}","aud":"${teams.appId}","exp":${seconds() + 60},"serviceurl":"${teams.serviceUrl}"${after}}`;
  function hs256() {
    const signed = `${part({ alg: 'HS256', kid: 'key-1' })}.${bearer().split('.')[1]}`;
    const pem = teams.issuer.publicKey.export({ type: 'spki', format: 'pem' });
    return `Bearer ${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`;
  }
});

describe('keys', () => {
  it('are fetched once, however many ask at the same time', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, (_, i) => verify(bearer({ claims: { jti: i } }))));
    expect(results.every((result) => result.ok)).toBe(true);
    expect(teams.of('keys')).toHaveLength(1);
  });

  it('are refreshed for an id that is not known, once they are a minute old', async () => {
    await verify(bearer());
    teams.issuer.rotate();
    expect(await verify(bearer())).toEqual({ ok: false, reason: 'unknown_key' });
    now += minute;
    expect(await verify(bearer())).toMatchObject({ ok: true });
    expect(teams.of('keys')).toHaveLength(2);
  });

  it('are not asked for more than once a minute, however many forged ids come', async () => {
    await verify(bearer());
    for (let i = 0; i < 600; i++) {
      now += 1_000;
      await verify(bearer({ header: { kid: `forged-${i}` } }));
    }
    expect(teams.of('keys')).toHaveLength(11);
  });

  it('that were withdrawn end the tokens they signed, also those remembered', async () => {
    const old = bearer();
    await verify(old);
    now += minute;
    teams.issuer.rotate();
    await verify(bearer());
    expect(await verify(old)).toMatchObject({ ok: false, reason: 'unknown_key' });
  });

  it('are refreshed on the side after half a day, and used for a whole one', async () => {
    await verify(bearer());
    now += 13 * hour;
    teams.misbehave({ on: 'metadata', how: { status: 500 }, times: 2 });
    expect(await verify(bearer())).toMatchObject({ ok: true });
    // Joins the refresh that runs on the side, so it is over when this is answered.
    expect(await verify(bearer({ header: { kid: 'nobody' } }))).toEqual({ ok: false, reason: 'unavailable' });
    expect(teams.of('metadata')).toHaveLength(2);
    now += 12 * hour;
    expect(await verify(bearer())).toEqual({ ok: false, reason: 'unavailable' });
    now += trust.failedFloorMs;
    expect(await verify(bearer())).toMatchObject({ ok: true });
  });

  it('are looked at again for a token that was made to last: no token outlives them', async () => {
    const week = bearer({ claims: { exp: seconds() + 7 * 24 * 3_600 } });
    await verify(week);
    now += 25 * hour;
    teams.misbehave({ on: 'metadata', how: { status: 500 } });
    expect(await verify(week)).toEqual({ ok: false, reason: 'unavailable' });
    now += trust.failedFloorMs;
    teams.issuer.rotate();
    expect(await verify(week)).toEqual({ ok: false, reason: 'unknown_key' });
  });

  it.each([
    ['names another place', (elsewhere: string) => ({ status: 200, body: JSON.stringify({ jwks_uri: `${elsewhere}/v1/.well-known/keys` }) })],
    ['redirects to another place', (elsewhere: string) => ({ status: 302, location: `${elsewhere}/v1/.well-known/openidconfiguration` })],
  ])('are believed only from where the settings say: the metadata that %s is not followed there', async (_, how) => {
    const elsewhere = await startTeams({ now: () => now });
    teams.misbehave({ on: 'metadata', how: how(elsewhere.url) });
    expect(await verify(`Bearer ${elsewhere.issuer.token({ claims: { aud: teams.appId } })}`)).toEqual({ ok: false, reason: 'unavailable' });
    expect(elsewhere.calls).toEqual([]);
    await elsewhere.close();
  });

  it('that sign for other channels say so', async () => {
    teams.issuer.rotate({ endorsements: ['webchat'] });
    expect(await verify(bearer())).toMatchObject({ ok: true, endorsements: ['webchat'] });
  });

  const outages = [
    ['the metadata is refused', { on: 'metadata', how: { status: 500 } }],
    ['the metadata is no JSON', { on: 'metadata', how: { status: 200, body: '<html>' } }],
    ['the metadata is null', { on: 'metadata', how: { status: 200, body: 'null' } }],
    ['the metadata sends us elsewhere', { on: 'metadata', how: { status: 302 } }],
    ['the socket is closed', { on: 'keys', how: 'close' }],
    ['half of the keys come', { on: 'keys', how: 'half' }],
    ['the keys never come', { on: 'keys', how: 'timeout' }],
    ['the keys drip', { on: 'keys', how: 'drip' }],
    ['there are no keys', { on: 'keys', how: { status: 200, body: '{"keys":[{"kty":"EC"},null,7]}' } }],
  ] as const;
  it.each(outages)('that are unavailable are nobody’s fault, and asked for again after a while: %s', async (_, misbehaviour) => {
    verify = open({ deadlineMs: 300 });
    teams.misbehave(misbehaviour);
    expect(await verify(bearer())).toEqual({ ok: false, reason: 'unavailable' });
    expect(await verify(bearer())).toEqual({ ok: false, reason: 'unavailable' });
    expect(teams.of('metadata')).toHaveLength(1);
    now += trust.failedFloorMs;
    expect(await verify(bearer())).toMatchObject({ ok: true });
  });

  it('behind a name nobody knows are unavailable too', async () => {
    verify = open({ metadataUrl: 'http://127.0.0.1:1/openid' });
    expect(await verify(bearer())).toEqual({ ok: false, reason: 'unavailable' });
  });
});
