import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Env } from '../../shared/channel/channel.ts';
import { SettingsError } from '../../shared/errors.ts';
import { ada, type MessengerPlatform, page, startMessenger } from '../../test/platforms/messenger.ts';
import { messenger } from './channel.ts';

const tools = { clock: { now: () => 1_900_000_000_000 }, random: () => 0, url: 'https://bellhop.example/', env: {} };

function opened(env: Env, url = tools.url): Channel {
  const result = messenger.configure(env, { ...tools, url });
  if ('off' in result) throw new Error(result.off);
  return result.on;
}

const all = { MESSENGER_APP_SECRET: '0f1e2d3c4b5a69788796a5b4c3d2e1f0', MESSENGER_VERIFY_TOKEN: 'some-words', MESSENGER_PAGE_TOKEN: 'EAAtoken' };

describe('settings', () => {
  it('without any of them it is off, and says which turn it on', () => {
    expect(messenger.configure({}, tools)).toEqual({ off: expect.stringContaining('MESSENGER_PAGE_TOKEN') });
  });

  it.each<[string, Env, string]>([
    ['half of them', { ...all, MESSENGER_APP_SECRET: undefined }, 'MESSENGER_APP_SECRET'],
    ['a secret that is none', { ...all, MESSENGER_APP_SECRET: 'hush' }, 'MESSENGER_APP_SECRET'],
    ['a verify token with a space', { ...all, MESSENGER_VERIFY_TOKEN: 'hush hush hush' }, 'MESSENGER_VERIFY_TOKEN'],
    ['a page token with a line end', { ...all, MESSENGER_PAGE_TOKEN: 'hush-hush\n' }, 'MESSENGER_PAGE_TOKEN'],
    ['an address that is none', { ...all, MESSENGER_GRAPH_URL: 'hush' }, 'MESSENGER_GRAPH_URL'],
  ])('%s is an error that names the variable and shows no value', (_, env, variable) => {
    try {
      messenger.configure(env, tools);
      expect.unreachable();
    } catch (cause) {
      expect(cause).toBeInstanceOf(SettingsError);
      expect((cause as SettingsError).message).toContain(variable);
      expect(`${(cause as SettingsError).message} ${(cause as SettingsError).hint}`).not.toContain('hush');
    }
  });
});

describe('with Messenger', () => {
  let platform: MessengerPlatform;
  beforeEach(async () => {
    platform = await startMessenger();
  });
  afterEach(() => platform.close());
  const signal = () => new AbortController().signal;

  it('a person has the name that they have there', async () => {
    const place = { channel: 'messenger', bot: 'main', tenant: page.id, conversation: ada.id };
    expect(await opened(platform.env).profile?.(place, ada.id, signal())).toEqual({ name: 'Ada Lovelace' });
  });

  it('doctor hears whose token it is, and what the Page does not tell', async () => {
    const channel = opened(platform.env);
    platform.subscribed.add('messages');
    expect(await channel.probe?.(signal())).toEqual({
      ok: false,
      detail: 'the Page Bellhop does not tell the Meta app: messaging_postbacks.',
      hint: expect.stringContaining('https://bellhop.example/messenger/webhook'),
    });
    platform.subscribed.add('messaging_postbacks');
    expect(await channel.probe?.(signal())).toEqual({ ok: true, detail: 'the Page Bellhop, which tells what people write and press.' });
  });

  it.each([
    ['a token that is none', { MESSENGER_PAGE_TOKEN: 'EAAanother' }, 'MESSENGER_PAGE_TOKEN'],
    ['an address where nobody is', { MESSENGER_GRAPH_URL: 'http://127.0.0.1:1' }, 'MESSENGER_GRAPH_URL'],
  ])('doctor hears of %s, and what to do', async (_, env, variable) => {
    expect(await opened({ ...platform.env, ...env }).probe?.(signal())).toMatchObject({ ok: false, hint: expect.stringContaining(variable) });
  });

  it('subscribes to what people write, and says what a person sets', async () => {
    expect(await opened(platform.env).publish?.(signal())).toEqual([
      { state: 'done', what: 'The Page tells what people write and press' },
      { state: 'left', what: expect.stringContaining('https://bellhop.example/messenger/webhook') },
    ]);
    expect([...platform.subscribed]).toEqual(['messages', 'messaging_postbacks']);
  });

  it('leaves the address to a person where Meta would not call it', async () => {
    const steps = await opened(platform.env, 'http://bellhop.example').publish?.(signal());
    expect(steps).toContainEqual({ state: 'left', what: expect.stringContaining('https alone') });
  });
});
