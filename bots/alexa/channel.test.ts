import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelContract } from '../../shared/channel/channel.contract.ts';
import type { Env } from '../../shared/channel/channel.ts';
import { SendFailed, SettingsError } from '../../shared/errors.ts';
import { type StandInAlexa, standInSkillId, startAlexa } from '../../test/platforms/alexa.ts';
import { alexa } from './channel.ts';

let platform: StandInAlexa;
const folder = mkdtempSync(join(tmpdir(), 'alexa-settings-'));
beforeAll(async () => {
  platform = await startAlexa();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await platform.close();
});

const opened = (env: Env, url = 'https://bot.example.com') => alexa.configure(env, { clock: { now: Date.now }, random: () => 0, url, env });
const channelOf = (env: Env, url?: string) => {
  const found = opened(env, url);
  if ('off' in found) throw new Error(found.off);
  return found.on;
};

channelContract('alexa', () => {
  const valid = (requestId: string) => platform.request(platform.intent('RunCommandIntent', { command: 'check example.com' }, { requestId }));
  const { body, headers, ...rest } = valid('f1');
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return {
    channel: channelOf(platform.env),
    valid,
    forged: {
      unsigned: { ...rest, body, headers: {} },
      'signed by a stranger': platform.request(body, { key: stranger }),
      'a changed body': { ...rest, headers, body: Buffer.from(body.toString().replace('example', 'exampel')) },
      'a certificate from elsewhere': { ...rest, body, headers: { ...headers, signaturecertchainurl: 'https://evil.example/echo.api/chain.pem' } },
      'an hour old': platform.request(platform.launch({ at: Date.now() - 3_600_000 })),
      'an hour ahead': platform.request(platform.launch({ at: Date.now() + 3_600_000 })),
      'for another skill': platform.request(platform.launch({ application: 'amzn1.ask.skill.other' })),
    },
    signed: (bytes) => platform.request(bytes),
  };
});

describe('the settings of Alexa', () => {
  it('turn it on by the id of the skill alone', () => {
    expect(channelOf({ ALEXA_SKILL_ID: standInSkillId }).name).toBe('alexa');
  });

  it('say what would turn it on', () => {
    expect(opened({})).toEqual({ off: expect.stringContaining('ALEXA_SKILL_ID') });
  });

  const rows: readonly [string, () => Env, string][] = [
    ['an id that is none', () => ({ ALEXA_SKILL_ID: 'my skill' }), 'ALEXA_SKILL_ID'],
    ['everything but the id', () => ({ ALEXA_CERT_URL: platform.url }), 'ALEXA_CERT_URL'],
    [
      'http that leaves this machine',
      () => ({ ALEXA_SKILL_ID: standInSkillId, ALEXA_CERT_URL: 'http://s3.amazonaws.com/echo.api/' }),
      'ALEXA_CERT_URL',
    ],
    ['a file that is not there', () => ({ ALEXA_SKILL_ID: standInSkillId, ALEXA_CA_FILE: join(folder, 'none.pem') }), 'ALEXA_CA_FILE'],
    [
      'a file without certificates',
      () => {
        writeFileSync(join(folder, 'empty.pem'), 'nothing');
        return { ALEXA_SKILL_ID: standInSkillId, ALEXA_CA_FILE: join(folder, 'empty.pem') };
      },
      'ALEXA_CA_FILE',
    ],
    [
      'a damaged certificate',
      () => {
        writeFileSync(join(folder, 'bad.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----');
        return { ALEXA_SKILL_ID: standInSkillId, ALEXA_CA_FILE: join(folder, 'bad.pem') };
      },
      'ALEXA_CA_FILE',
    ],
    ['verifying off in production', () => ({ ALEXA_SKILL_ID: standInSkillId, ALEXA_VERIFY: 'off' }), 'ALEXA_VERIFY'],
    ['verifying neither on nor off', () => ({ ALEXA_SKILL_ID: standInSkillId, ALEXA_VERIFY: 'no', BELLHOP_ENV: 'test' }), 'ALEXA_VERIFY'],
  ];
  it.each(rows)('are refused with %s, naming the variable', (_, env, variable) => {
    expect(() => opened(env())).toThrow(SettingsError);
    expect(() => opened(env())).toThrow(variable);
  });

  it('let unsigned requests in only in a test environment', async () => {
    const { headers: _, ...bare } = platform.request(platform.launch());
    const lax = channelOf({ ...platform.env, ALEXA_VERIFY: 'off', BELLHOP_ENV: 'test' });
    expect((await lax.receive({ ...bare, headers: {} })).kind).toBe('voice');
    expect((await channelOf(platform.env).receive({ ...bare, headers: {} })).kind).toBe('refused');
  });
});

describe('the channel', () => {
  it('can never start speaking, and says what to do instead', async () => {
    const { on } = opened(platform.env) as { on: ReturnType<typeof channelOf> };
    const place = { channel: 'alexa', bot: 'main', tenant: standInSkillId, conversation: 'c' };
    const failure = await on.send({}, place, { signal: AbortSignal.timeout(1_000), key: 'k', acceptedAt: 0 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SendFailed);
    expect(failure).toMatchObject({ retryable: false, maybeSent: false, hint: expect.stringContaining('Link another channel') });
    expect(on.can.proactive).toBe(false);
  });

  it('tells doctor where the skill must call', async () => {
    expect(await channelOf(platform.env).probe?.(AbortSignal.timeout(2_000))).toEqual({
      ok: true,
      detail: expect.stringContaining('https://bot.example.com/alexa'),
    });
  });

  it('tells doctor that Alexa calls https alone', async () => {
    expect(await channelOf(platform.env, 'http://127.0.0.1:8080').probe?.(AbortSignal.timeout(2_000))).toMatchObject({
      ok: false,
      hint: expect.stringContaining('BELLHOP_URL'),
    });
  });

  it('tells doctor when certificates are out of reach', async () => {
    const closed = channelOf({ ...platform.env, ALEXA_CERT_URL: 'http://127.0.0.1:1/echo.api/' });
    expect(await closed.probe?.(AbortSignal.timeout(2_000))).toMatchObject({ ok: false, detail: expect.stringContaining('127.0.0.1:1') });
  });
});
