import MailComposer from 'nodemailer/lib/mail-composer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelContract } from '../../shared/channel/channel.contract.ts';
import type { Channel, HttpRequest, Received } from '../../shared/channel/channel.ts';
import { ada, authserv, type EmailPlatform, ourAddress, startEmail, type Written } from '../../test/platforms/email.ts';
import { email } from './channel.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
let platform: EmailPlatform;
beforeAll(async () => {
  platform = await startEmail({ now: () => now });
});
afterAll(() => platform.close());

function open(more: object = {}): Channel {
  const mail = { send: () => Promise.reject(new Error('not here')) };
  const env = { ...platform.env, ...more };
  const opened = email.configure(env, { clock: { now: () => now }, random: () => 0, url: 'https://bellhop.example', env, mail });
  if ('off' in opened) throw new Error(opened.off);
  return opened.on;
}

const brought = (body: Buffer, more: object = {}) => open(more).receive(platform.request(body)) as Received;
const inbound = (body: Buffer, more: object = {}) => {
  const received = brought(body, more);
  return received.kind === 'inbound' ? received.inbound[0] : undefined;
};
const said = (text: string, written: Written = {}) => inbound(platform.message(1, text, written))?.said;

channelContract('email', () => {
  const good = platform.request(platform.message(1, 'check example.com'));
  const header = (authorization: string): HttpRequest => ({ ...good, headers: { authorization } });
  const numberOf = (id: string) => Number.parseInt(id, 36);
  return {
    channel: open(),
    valid: (id) => platform.request(platform.message(numberOf(id), 'check example.com')),
    // Brought by another way.
    toldAgain: (id) => platform.request(platform.message(numberOf(id), 'check example.com', { fields: { Received: 'from elsewhere' } })),
    forged: {
      'without a token': { ...good, headers: {} },
      'with another token': header('Bearer stand-in-email-tokem'),
      'with half of it': header('Bearer stand-in'),
      'with another scheme': header('Digest stand-in-email-token'),
      'with another password': header(`Basic ${Buffer.from('bellhop:guess').toString('base64')}`),
    },
    own: platform.request(platform.message(1, 'check example.com', { from: platform.env.MAIL_FROM })),
    signed: (body) => platform.request(body),
  };
});

describe('a message', () => {
  it('is of its sender, below its subject and in its thread', () => {
    const body = platform.message(7, 'check example.com', {
      subject: 'Re: =?utf-8?q?Gr=C3=BC=C3=9Fe?=  =?utf-8?b?IDop?=',
      fields: { References: '<a@x.example>\r\n <b@x.example>', 'In-Reply-To': '<b@x.example>' },
    });
    expect(inbound(body)).toMatchObject({
      place: {
        channel: 'email',
        bot: 'main',
        tenant: 'main',
        conversation: ada,
        direct: true,
        user: ada,
        message: '<m7@people.example>',
        via: { subject: 'Grüße :)', thread: '<a@x.example> <b@x.example> <m7@people.example>' },
      },
      from: { user: ada, name: 'Ada' },
      said: { kind: 'text', text: 'check example.com' },
      saidAt: now,
    });
  });

  it('may be brought with the token as a password', () => {
    const authorization = `Basic ${Buffer.from(`bellhop:${platform.env.EMAIL_WEBHOOK_TOKEN}`).toString('base64')}`;
    expect(open().receive({ ...platform.request(platform.message(1, 'help')), headers: { authorization } })).toMatchObject({ kind: 'inbound' });
  });

  it('has one key with each of its sender’s, and without an id with its bytes', () => {
    const key = (text: string, written: Written) => inbound(platform.message(1, text, written))?.key;
    expect(key('one', {})).toBe(key('two', {}));
    expect(key('one', {})).not.toBe(key('one', { from: 'eve@people.example' }));
    expect(key('one', { id: null })).toBe(key('one', { id: null }));
    expect(key('one', { id: null })).not.toBe(key('two', { id: null }));
  });

  it('was said when it was written, unless that can not be', () => {
    const at = (said: string) => inbound(platform.message(1, 'help', { fields: { Date: said } }))?.saidAt;
    expect(at('Wed, 25 Nov 2026 12:50:00 +0100 (CET)')).toBe(now - 600_000);
    for (const wrong of ['Wed, 25 Nov 2026 12:50:00 +0000', 'Mon, 02 Nov 2026 12:50:00 +0000', 'yesterday', '']) expect(at(wrong)).toBe(now);
  });

  it('keeps the first and the last of a long thread', () => {
    const ids = Array.from({ length: 40 }, (_, n) => `<${n}@x.example>`);
    const { via } = inbound(platform.message(1, 'help', { fields: { References: `${ids.join(' ')} <${'x'.repeat(300)}@x>` } }))?.place ?? {};
    expect(via?.thread?.split(' ')).toEqual(['<0@x.example>', ...ids.slice(34), '<m1@people.example>']);
  });

  it.each([
    ['nobody', ''],
    ['what is no address', 'Ada'],
    ['several', 'ada@people.example, eve@people.example'],
    ['somebody with a line end', 'ada@people.example>\u0000'],
  ])('from %s is refused', (_, from) => {
    expect(brought(platform.message(1, 'help', { from }))).toMatchObject({ kind: 'refused', ack: { status: 400 } });
  });

  it('with two senders is refused: which one was vouched for?', () => {
    const body = Buffer.from(platform.message(1, 'help').toString().replace('To:', 'From: eve@people.example\r\nTo:'));
    expect(brought(body)).toMatchObject({ kind: 'refused' });
  });
});

describe('who wrote', () => {
  const vouched = (verdict: string | null, written: Written = {}) => {
    const { from, place } = inbound(platform.message(1, 'help', { verdict, ...written })) ?? {};
    expect(place?.conversation).toBe(from?.user);
    return from?.guest ? from.user : from?.user === ada;
  };

  it.each([
    'dmarc=pass (p=reject dis=none) header.from=people.example',
    'spf=fail smtp.mailfrom=x@y.example; dkim=pass header.d=people.example header.s=s; dmarc=pass header.from=people.example',
    'dkim=pass header.d=people.example',
    'dkim=pass header.i=@people.example',
    'spf=pass smtp.mailfrom=bounces@people.example',
    'spf=pass (mx.bellhop.example: allowed; (nested) comment) smtp.mailfrom=people.example',
  ])('is known by %j', (verdict) => {
    expect(vouched(verdict)).toBe(true);
  });

  it.each([
    null,
    'none',
    'dmarc=fail header.from=people.example; dkim=pass header.d=people.example',
    'dmarc=none header.from=people.example',
    'dkim=pass header.d=evil.example',
    'dkim=fail header.d=people.example',
    'dkim=pass header.d=guests.people.example',
    'dkim=pass header.d=example',
    'dkim=pass header.d=evilpeople.example',
    'spf=pass smtp.mailfrom=ada@evil.example; dkim=none',
    'spf=softfail smtp.mailfrom=ada@people.example',
    'x-dmarc=pass header.from=people.example',
    '(dmarc=pass header.from=people.example)',
  ])('is a guest, and somebody else, by %j', (verdict) => {
    expect(vouched(verdict)).toBe(`?${ada}`);
  });

  it('is a guest by a verdict that another server wrote, and where none is ours', () => {
    const fields = { 'Authentication-Results': 'mx.evil.example; dmarc=pass header.from=people.example' };
    expect(vouched(null, { fields })).toBe(`?${ada}`);
    const longer = { 'Authentication-Results': `${authserv}.evil.example; dmarc=pass header.from=people.example` };
    expect(vouched(null, { fields: longer })).toBe(`?${ada}`);
    expect(inbound(platform.message(1, 'help'), { EMAIL_AUTHSERV: '' })?.from).toMatchObject({ user: `?${ada}`, guest: true });
  });

  it('is the same however they write their address', () => {
    for (const from of [ada, 'ADA@People.Example', `"Lovelace, Ada" <${ada}>`, `${ada} (Ada, at home)`, `=?utf-8?q?Ada_=C3=9F?= <${ada}>`])
      expect(inbound(platform.message(1, 'help', { from, verdict: 'dmarc=pass header.from=people.example' }))?.from.user).toBe(ada);
  });
});

describe('what nobody wrote is not answered', () => {
  it.each<[string, Written]>([
    ['an auto-reply', { fields: { 'Auto-Submitted': 'auto-replied' } }],
    ['something generated', { fields: { 'Auto-Submitted': 'auto-generated; x=y' } }],
    ['bulk', { fields: { Precedence: 'bulk' } }],
    ['a list', { fields: { 'List-Id': '<x.example>' } }],
    ['a newsletter', { fields: { 'List-Unsubscribe': '<https://x.example>' } }],
    ['what wants no auto-reply', { fields: { 'X-Auto-Response-Suppress': 'DR, OOF, AutoReply' } }],
    ['a holiday notice of an old kind', { fields: { 'X-Autoreply': 'yes' } }],
    ['a bounce', { fields: { 'Return-Path': '<>' } }],
    ['a report', { fields: { 'Content-Type': 'multipart/report; boundary=x' } }],
    ['the mail system', { from: 'MAILER-DAEMON@people.example' }],
    ['what takes no answer', { from: 'no-reply@people.example' }],
    ['ourselves', { from: `Bell <${ourAddress.toUpperCase()}>` }],
  ])('%s', (_, written) => {
    expect(brought(platform.message(1, 'help', written))).toEqual({ kind: 'nothing', ack: { status: 200 } });
  });

  it('but a message is that says it is none of those', () => {
    for (const fields of [{ 'Auto-Submitted': 'no' }, { Precedence: 'normal' }, { 'X-Auto-Response-Suppress': 'None' }])
      expect(inbound(platform.message(1, 'help', { fields }))).toBeDefined();
  });
});

describe('what a message says', () => {
  it.each([
    ['check example.com', 'check example.com'],
    ['/check example.com\n', 'check example.com'],
    ['remind me tomorrow at 9 to call Kim about the\ncontract\n\nThanks\nAda', 'remind me tomorrow at 9 to call Kim about the contract'],
    ['Hi Bellhop,\n\ncheck example.com\n\nBest, Ada', 'check example.com'],
    ['Hello', 'Hello'],
    ['yes\n-- \nAda Lovelace\nAnalyst', 'yes'],
    ['yes\n\nSent from my iPhone', 'yes'],
    ['2\n\nOn Wed, 25 Nov 2026 at 12:00, Bellhop <bot@bellhop.example> wrote:\n> 1 Yes\n> 2 No', '2'],
    ['2\n\nOn Wed, 25 Nov 2026 at 12:00, Bellhop\n<bot@bellhop.example> wrote:\n> 1 Yes', '2'],
    ['ja\n\nAm 25.11.2026 um 12:00 schrieb Bellhop <bot@bellhop.example>:\n> 1 Ja', 'ja'],
    ['1\n\n________________________________\nFrom: Bellhop\nSent: today', '1'],
    ['1\n\nFrom: Bellhop <bot@bellhop.example>\nSent: Wednesday\nTo: Ada\nSubject: Sure?', '1'],
    ['1\n\n-----Original Message-----\nFrom: Bellhop', '1'],
    ['\n\n> quoted\n> alone', 'Hello'],
    ['from: here to there', 'from: here to there'],
  ])('%j says %j', (text, words) => {
    expect(said(text)).toEqual({ kind: 'text', text: words });
  });

  it('that has no words says its subject, without what answering puts before it', () => {
    expect(said('', { subject: 'AW: Re: RE[2]: whoami' })).toEqual({ kind: 'text', text: 'whoami' });
    expect(said(' \n', { subject: 'Re:' })).toBeUndefined();
  });

  const composed = async (mail: object) => {
    const raw = await new MailComposer({ from: ada, to: ourAddress, subject: 'Files', messageId: '<c@x>', ...mail }).compile().build();
    return inbound(raw)?.said;
  };
  const files = [{ filename: 'a.txt', content: 'check evil.example', contentType: 'text/plain' }];
  const text = (words: string) => ({ kind: 'text', text: words });

  it.each([
    ['as text and as a page', { text: 'check grüße.example', html: '<p>check wrong.example</p>' }],
    ['with files', { text: 'check grüße.example', html: '<p>no</p>', attachments: files }],
    ['in base64', { text: 'check grüße.example', textEncoding: 'base64' }],
    [
      'as a page alone',
      {
        html: '<head><style>p{}</style></head><p>Hi,</p><br><div>check&nbsp;gr&uuml;&#223;e.example</div><script>x</script><blockquote>check old.example</blockquote>',
      },
    ],
    ['as a page with files', { html: '<DIV>check grüße.example</DIV><div class="gmail_quote">old</div>', attachments: files }],
  ])('%s', async (_, mail) => {
    expect(await composed(mail)).toEqual(text('check grüße.example'));
  });

  it('below the line that a local delivery puts above the head', () => {
    const body = Buffer.concat([Buffer.from('From ada@people.example  Wed Nov 25 12:00:00 2026\n'), platform.message(1, 'check example.com')]);
    expect(inbound(body)).toMatchObject({ from: { user: ada }, said: text('check example.com') });
  });

  it('in a charset of old, or of nobody', () => {
    const latin = (charset: string) =>
      Buffer.concat([
        platform.message(1, '', { fields: { 'Content-Type': `text/plain; charset="${charset}"`, 'Content-Transfer-Encoding': 'quoted-printable' } }),
        Buffer.from('check gr=FC=DFe.example=\r\n/x'),
      ]);
    expect(inbound(latin('iso-8859-1'))?.said).toEqual(text('check grüße.example/x'));
    expect(inbound(latin('klingon'))?.said).toMatchObject({ text: expect.stringContaining('check gr') });
  });

  it('is read within a moment, however it is built', () => {
    const bodies = [
      `${'<style>'.repeat(30_000)}`,
      `${'<'.repeat(250_000)}`,
      `${'&#x;'.repeat(60_000)}`,
      `${'on wrote '.repeat(28_000)}`,
      `${'hi '.repeat(80_000)}`,
      `${'from: a\n'.repeat(30_000)}`,
      '\n'.repeat(250_000),
    ];
    for (const body of bodies) {
      for (const type of ['text/plain', 'text/html']) {
        const startedAt = performance.now();
        brought(platform.message(1, body, { fields: { 'Content-Type': type } }));
        expect(performance.now() - startedAt, `${type} ${body.slice(0, 10)}`).toBeLessThan(250);
      }
    }
    const nested = Array.from({ length: 5_000 }, (_, n) => `--b${n}\r\nContent-Type: multipart/mixed; boundary=b${n + 1}\r\n\r\n`).join('');
    const parts = '--b\r\n\r\nx\r\n'.repeat(30_000);
    for (const [boundary, body] of [
      ['b0', nested],
      ['b', parts],
      ['', parts],
    ] as const) {
      const startedAt = performance.now();
      brought(
        platform.message(1, body, { subject: '=?utf-8?q?'.repeat(5_000), fields: { 'Content-Type': `multipart/mixed; boundary="${boundary}"` } }),
      );
      expect(performance.now() - startedAt, boundary).toBeLessThan(250);
    }
  });
});
