import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Env } from '../../shared/channel/channel.ts';
import { SettingsError } from '../../shared/errors.ts';
import { reply } from '../../shared/reply/reply.ts';
import { ourNumber, startTwilio, type TwilioPlatform } from '../../test/platforms/sms.ts';
import { sms } from './channel.ts';

const tools = { clock: { now: () => 1_900_000_000_000 }, random: () => 0, url: 'https://bellhop.example/', env: {} };

function opened(env: Env, url = tools.url): Channel {
  const result = sms.configure(env, { ...tools, url });
  if ('off' in result) throw new Error(result.off);
  return result.on;
}

const all = { TWILIO_ACCOUNT_SID: `AC${'a1'.repeat(16)}`, TWILIO_AUTH_TOKEN: '0f'.repeat(16), TWILIO_FROM: ourNumber };

describe('settings', () => {
  it('without any of them it is off, and says which turn it on', () => {
    expect(sms.configure({}, tools)).toEqual({ off: expect.stringContaining('TWILIO_AUTH_TOKEN') });
  });

  it.each<[string, Env, string]>([
    ['half of them', { ...all, TWILIO_AUTH_TOKEN: undefined }, 'TWILIO_AUTH_TOKEN'],
    ['an account that is none', { ...all, TWILIO_ACCOUNT_SID: 'hush' }, 'TWILIO_ACCOUNT_SID'],
    ['a token with a line end', { ...all, TWILIO_AUTH_TOKEN: `${all.TWILIO_AUTH_TOKEN}\n` }, 'TWILIO_AUTH_TOKEN'],
    ['a number without its country', { ...all, TWILIO_FROM: '0151hush' }, 'TWILIO_FROM'],
    ['a name, which nobody can answer', { ...all, TWILIO_FROM: 'hush' }, 'TWILIO_FROM'],
    ['an address that is none', { ...all, TWILIO_API_URL: 'hush' }, 'TWILIO_API_URL'],
  ])('%s is an error that names the variable and shows no value', (_, env, variable) => {
    try {
      sms.configure(env, tools);
      expect.unreachable();
    } catch (cause) {
      expect(cause).toBeInstanceOf(SettingsError);
      expect((cause as SettingsError).message).toContain(variable);
      expect(`${(cause as SettingsError).message} ${(cause as SettingsError).hint}`).not.toContain('hush');
    }
  });

  it.each([
    [ourNumber, 1],
    ['+18005550100', 3],
    ['24273', 100],
    [`MG${'b2'.repeat(16)}`, 10],
  ])('%s sends %d a second, and three to each person', (TWILIO_FROM, count) => {
    expect(opened({ ...all, TWILIO_FROM }).limits).toEqual([
      { per: 'tenant', count, perMs: 1_000 },
      { per: 'conversation', count: 3, perMs: 1_000 },
    ]);
  });
});

it('without Twilio goes by the number of the installation, where it has one, at no route', async () => {
  const sent: (readonly [string, string])[] = [];
  const texts = {
    from: ourNumber,
    send: async (to: string, body: string) => {
      sent.push([to, body]);
      return { id: 'm-1' };
    },
  };
  const result = sms.configure({}, { ...tools, texts });
  if ('off' in result) throw new Error(result.off);
  const { on } = result;
  const place = { channel: 'sms', bot: 'main', tenant: 'aws', conversation: '+14155550101' };
  const [message] = on.render(reply('It is up'), { place, locale: 'en', timeZone: 'UTC', token: String });
  if (!message) throw new Error('nothing rendered');
  expect(await on.send(message, place, { signal: new AbortController().signal, key: 'k', acceptedAt: 0 })).toEqual({ message: 'm-1' });
  expect([sent, on.routes]).toEqual([[['+14155550101', 'It is up']], []]);
  expect(opened(all).routes).not.toEqual([]);
});

describe('with Twilio', () => {
  let platform: TwilioPlatform;
  beforeEach(async () => {
    platform = await startTwilio();
  });
  afterEach(() => platform.close());
  const signal = () => new AbortController().signal;

  it('deploy tells the number where its messages go, once, and doctor sees it', async () => {
    const channel = opened(platform.env);
    expect(await channel.probe?.(signal())).toMatchObject({
      ok: false,
      detail: `${ourNumber} tells what people write to nobody.`,
      hint: expect.stringContaining('https://bellhop.example/sms/webhook'),
    });
    for (const _ of ['once', 'once more'])
      expect(await channel.publish?.(signal())).toEqual([
        { state: 'done', what: `Messages to ${ourNumber} come to https://bellhop.example/sms/webhook` },
      ]);
    expect(platform.calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(platform.number.smsUrl).toBe('https://bellhop.example/sms/webhook#rc=3&rp=ct,rt,5xx');
    expect(await channel.probe?.(signal())).toEqual({ ok: true, detail: `the account Bellhop, ${ourNumber}, which tells what people write.` });
  });

  it.each([
    ['another token', { TWILIO_AUTH_TOKEN: 'ff'.repeat(16) }, 'TWILIO_AUTH_TOKEN'],
    ['an address where nobody is', { TWILIO_API_URL: 'http://127.0.0.1:1' }, 'TWILIO_API_URL'],
    ['a number of somebody else', { TWILIO_FROM: '+14155559999' }, 'TWILIO_FROM'],
  ])('doctor hears of %s, and what to do', async (_, env, variable) => {
    expect(await opened({ ...platform.env, ...env }).probe?.(signal())).toMatchObject({ ok: false, hint: expect.stringContaining(variable) });
  });

  it('doctor hears of a number without SMS', async () => {
    platform.number.canSms = false;
    expect(await opened(platform.env).probe?.(signal())).toMatchObject({ ok: false, hint: expect.stringContaining('capabilities') });
  });

  it('what can not be set is left to a person', async () => {
    const left = (env: Env, url?: string) => opened({ ...platform.env, ...env }, url).publish?.(signal());
    expect(await left({}, 'http://bellhop.example')).toEqual([{ state: 'left', what: expect.stringContaining('https') }]);
    expect(await left({ TWILIO_FROM: '24273' })).toEqual([{ state: 'left', what: expect.stringContaining('/sms/webhook#rc=3') }]);
    platform.number.isOurs = false;
    expect(await left({})).toEqual([{ state: 'left', what: expect.stringContaining(ourNumber) }]);
  });
});
