import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import type { Place } from '../../shared/channel/inbound.ts';
import { SendFailed } from '../../shared/errors.ts';
import { AddressRefused } from '../../shared/mail/mail.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { isPng, week } from '../../test/any-chart.ts';
import { openMail } from '../../test/mail/open-mail.ts';
import { ada } from '../../test/platforms/email.ts';
import { render } from './render.ts';
import { sender } from './send.ts';

const here: Place = { channel: 'email', bot: 'main', tenant: 'main', conversation: ada, direct: true, user: ada };
const answering: Place = { ...here, message: '<b@x.example>', via: { subject: 'Sites', thread: '<a@x.example> <b@x.example>' } };

async function open() {
  const { mail, server, store } = await openMail();
  const send = (place: Place = answering, key = 'c.1', answer: Reply = reply('example.com is up')) =>
    sender(mail)(JSON.parse(JSON.stringify(render(answer, { locale: 'en' })[0])), place, {
      signal: new AbortController().signal,
      key,
      acceptedAt: 0,
      file: async () => Buffer.from('a,b'),
    });
  return { send, server, store, got: () => Promise.all(server.delivered.map(({ raw }) => simpleParser(raw))) };
}
const failing = (sending: Promise<unknown>) =>
  sending.then(
    () => null,
    (cause) => cause,
  );

describe('a message', () => {
  it('stands below what it answers, with its subject, as a text and a page, and says that a program sent it', async () => {
    const { send, got } = await open();
    const { message } = await send();
    const [mail] = await got();
    expect(mail).toMatchObject({
      subject: 'Re: Sites',
      inReplyTo: '<b@x.example>',
      references: ['<a@x.example>', '<b@x.example>'],
      messageId: message,
    });
    expect(mail?.text?.trim()).toBe('example.com is up');
    expect(mail?.html).toContain('example.com is up</p>');
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
  });

  it('that answers none has a subject of its own', async () => {
    const { send, got } = await open();
    await send(here);
    await send({ ...answering, via: { subject: '', thread: '<a@x.example>' } }, 'c.2');
    expect((await got()).map(({ subject, inReplyTo }) => [subject, inReplyTo])).toEqual([
      ['example.com is up', undefined],
      ['Re: example.com is up', '<a@x.example>'],
    ]);
  });

  it('shows a chart in the page itself, its numbers below, and brings a file along', async () => {
    const { send, got } = await open();
    const file = { name: 'a.csv', mediaType: 'text/csv', blob: 'b', bytes: 3, url: 'https://bot.example/blobs?key=b', endsAt: 9e12 };
    await send(here, 'c.1', reply('This week', { chart: week, file }));
    const [mail] = await got();
    expect(mail?.attachments).toMatchObject([
      { filename: 'chart.png', contentType: 'image/png', cid: 'chart@bellhop', contentDisposition: 'inline', related: true },
      { filename: 'a.csv', contentType: 'text/csv', content: Buffer.from('a,b'), contentDisposition: 'attachment' },
    ]);
    expect(isPng(mail?.attachments[0]?.content ?? Buffer.alloc(0))).toBe(true);
    expect(mail?.text).toContain('Attached: a.csv (3 bytes)');
    expect(mail?.html).toMatch(/alt="Line chart: Response time[^"]*"/);
  }, 20_000);

  it('whose chart has no letters to be drawn with shows its numbers alone', async () => {
    const { send, got } = await open();
    await send(here, 'c.1', reply('This week', { chart: { ...week, title: '応答時間' } }));
    const [mail] = await got();
    expect(mail?.attachments).toEqual([]);
    expect(mail?.html).not.toContain('<img');
  });

  it('sent again is known as the same', async () => {
    const { send, got } = await open();
    await send();
    await send();
    await send(answering, 'c.2');
    const [one, two, three] = (await got()).map(({ messageId }) => messageId);
    expect([one === two, one === three]).toEqual([true, false]);
  });

  it('goes to who is not vouched for as to anybody', async () => {
    const { send, server } = await open();
    await send({ ...answering, conversation: `?${ada}`, user: `?${ada}` });
    expect(server.delivered[0]?.to).toEqual([ada]);
  });
});

describe('refused', () => {
  it('for the address, another channel may reach them: it is kept as one that gets no mail', async () => {
    const { send, server } = await open();
    server.say('RCPT', '550 5.1.1 no such mailbox');
    expect(await failing(send())).toMatchObject({ code: 'mail_550', retryable: false, outOfReach: true, hint: expect.any(String) });
    expect(await failing(send())).toMatchObject({ code: 'mail_suppressed', retryable: false, outOfReach: true });
    expect(
      await failing(
        sender({ send: () => Promise.reject(new AddressRefused('mail_550', 'no', 'no')) })({}, here, {
          signal: new AbortController().signal,
          key: 'k',
          acceptedAt: 0,
        }),
      ),
    ).toBeInstanceOf(SendFailed);
  });

  it('for anything else, it is tried again or is a dead letter', async () => {
    const { send, server } = await open();
    server.say('MAIL', '451 4.3.0 later');
    expect(await failing(send())).toMatchObject({ retryable: true, outOfReach: false });
    server.say('MAIL', '535 5.7.8 no');
    expect(await failing(send())).toMatchObject({ retryable: false, outOfReach: false, lockedOut: true, hint: expect.stringContaining('SMTP_URL') });
    server.say('.', 'hang up');
    expect(await failing(send())).toMatchObject({ retryable: true, maybeSent: true });
  });
});
