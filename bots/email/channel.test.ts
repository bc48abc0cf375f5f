import { describe, expect, it } from 'vitest';
import type { Channel, Env } from '../../shared/channel/channel.ts';
import { SendFailed, SettingsError } from '../../shared/errors.ts';
import type { Mail } from '../../shared/mail/mail.ts';
import { openMail } from '../../test/mail/open-mail.ts';
import { email } from './channel.ts';

/** Mail that is not set up. */
function noMail(hint: string): Mail {
  const off = () => Promise.reject(new SendFailed('mail_off', 'It is off.', { hint }));
  return { send: off, hello: off };
}

const clock = { now: () => 1_900_000_000_000 };
const all = { EMAIL_WEBHOOK_TOKEN: '0123456789abcdef', EMAIL_AUTHSERV: 'MX.example.com', MAIL_FROM: 'Bell <bot@example.com>' };
const tools = (mail?: Mail) => ({ clock, random: () => 0, url: 'https://bellhop.example/', env: {}, ...(mail ? { mail } : {}) });

function opened(env: Env, mail: Mail = noMail('Set it up.')): Channel {
  const result = email.configure(env, tools(mail));
  if ('off' in result) throw new Error(result.off);
  return result.on;
}

describe('settings', () => {
  it('without a token it is off, and says what turns it on', () => {
    expect(email.configure({ MAIL_FROM: 'a@b.c' }, tools())).toEqual({ off: expect.stringContaining('EMAIL_WEBHOOK_TOKEN') });
  });

  it.each<[string, Env, string]>([
    ['a verdict without mail', { EMAIL_AUTHSERV: 'mx.example.com' }, 'EMAIL_AUTHSERV'],
    ['a mailbox that is none', { ...all, IMAP_URL: 'imaps://hush@x' }, 'IMAP_URL'],
    ['a token that is short', { ...all, EMAIL_WEBHOOK_TOKEN: 'hush' }, 'EMAIL_WEBHOOK_TOKEN'],
    ['a token with a space', { ...all, EMAIL_WEBHOOK_TOKEN: 'hush hush hush hush' }, 'EMAIL_WEBHOOK_TOKEN'],
    ['a name that is none', { ...all, EMAIL_AUTHSERV: 'hush!' }, 'EMAIL_AUTHSERV'],
  ])('%s is an error that names the variable and shows no value', (_, env, variable) => {
    try {
      email.configure(env, tools(noMail('x')));
      expect.unreachable();
    } catch (cause) {
      expect(cause).toBeInstanceOf(SettingsError);
      expect((cause as SettingsError).message).toContain(variable);
      expect(`${(cause as SettingsError).message} ${(cause as SettingsError).hint}`).not.toContain('hush');
    }
  });

  it('a way in without a way out is half of a channel', () => {
    expect(() => email.configure(all, tools())).toThrow(SettingsError);
  });
});

it('that fetches its mail serves no route', () => {
  const channel = opened({ MAIL_FROM: all.MAIL_FROM, IMAP_URL: 'imaps://a:b@mail.example.com' });
  expect([channel.routes, channel.publish, channel.listen]).toEqual([[], undefined, expect.any(Function)]);
  const request = { method: 'POST', path: '/email/webhook', query: '', headers: { authorization: 'Basic Og==' }, body: Buffer.alloc(0) };
  expect(channel.receive(request)).toMatchObject({ kind: 'refused', ack: { status: 401 } });
});

it('its places last without the subject and the thread of what was answered', () => {
  const place = { channel: 'email', bot: 'main', tenant: 'main', conversation: 'a@b.c', via: { subject: 'x', thread: '<a@b>' } };
  expect(opened(all).lasting?.(place)).toEqual({ channel: 'email', bot: 'main', tenant: 'main', conversation: 'a@b.c' });
});

describe('doctor', () => {
  const probe = (mail: Mail, env: Env = all) => opened(env, mail).probe?.(new AbortController().signal);

  it('says hello to the mail server and sends nothing, and hears who is vouched for', async () => {
    const { mail, server } = await openMail({ password: 'hush' });
    expect(await probe(mail)).toEqual({
      ok: true,
      detail: 'bot@example.com sends, takes what is brought to https://bellhop.example/email/webhook, and mx.example.com vouches for senders.',
    });
    expect(await probe(mail, { ...all, EMAIL_AUTHSERV: undefined })).toMatchObject({ detail: expect.stringContaining('every sender is a guest') });
    expect(server.delivered).toEqual([]);
  });

  it('hears of a password that is wrong, a server that is gone, and mail that is off', async () => {
    const { mail, server } = await openMail({ password: 'wrong' });
    expect(await probe(mail)).toMatchObject({ ok: false, hint: expect.stringContaining('SMTP_URL') });
    await server.close();
    expect(await probe(mail)).toMatchObject({ ok: false, hint: expect.stringContaining('SMTP_URL') });
    expect(await probe(noMail('Set it up.'))).toMatchObject({ ok: false, hint: 'Set it up.' });
  });
});

it('tells where mail is to be brought', async () => {
  expect(await opened(all).publish?.(new AbortController().signal)).toEqual([
    { state: 'left', what: expect.stringContaining('https://bellhop.example/email/webhook') },
  ]);
});
