import { expect, it } from 'vitest';
import { openMail as open } from '../../test/mail/open-mail.ts';
import { StorageFailed } from '../errors.ts';
import type { Store } from '../store/store.ts';
import type { MailEvent } from './event.ts';
import type { Email } from './mail.ts';
import { keepMailEvent, sparing } from './suppressed.ts';

const email: Email = { key: 'alert/1', to: 'Ann@example.com', subject: 'Down', text: 'example.com is down.' };
const day = 86_400_000;

const bounced = (permanent: boolean, at: number): MailEvent => ({
  kind: 'bounce',
  permanent,
  id: '<1@example.com>',
  at,
  recipients: [{ address: 'ann@example.com', why: 'smtp; 550 5.1.1 no such user' }],
});
const complained = (at: number, feedback: string | null = 'abuse'): MailEvent => ({
  kind: 'complaint',
  id: '<1@example.com>',
  at,
  recipients: ['ANN@example.com'],
  feedback,
});

it('sends nothing more to an address that bounced for good, says why and what to do, and tries it again after 90 days', async () => {
  const { clock, server, store, mail } = await open();
  await keepMailEvent(bounced(true, clock.now()), store);
  await expect(mail.send(email)).rejects.toMatchObject({
    code: 'mail_suppressed',
    retryable: false,
    maybeSent: false,
    message: expect.stringMatching(
      /^ann@example\.com gets no mail: on \d{4}-\d\d-\d\d it was refused for good \(smtp; 550 5\.1\.1 no such user\)\.$/,
    ),
    hint: expect.stringMatching(/another one; this one is tried again from \d{4}-\d\d-\d\d\.$/),
  });
  expect(server.delivered).toEqual([]);
  await mail.send({ ...email, to: 'bob@example.com' });
  await clock.advance(90 * day);
  await mail.send(email);
  expect(server.delivered.map(({ to }) => to)).toEqual([['bob@example.com'], ['Ann@example.com']]);
});

it('goes on where a bounce was for the moment', async () => {
  const { clock, server, store, mail } = await open();
  await keepMailEvent(bounced(false, clock.now()), store);
  await mail.send(email);
  expect(server.delivered).toHaveLength(1);
});

it('leaves who complained alone for good, whatever bounces before or after; but who says that it was no spam is sent to again', async () => {
  const { clock, store, mail } = await open();
  for (const event of [bounced(true, clock.now()), complained(clock.now()), complained(clock.now(), null), bounced(true, clock.now())])
    await keepMailEvent(event, store);
  await clock.advance(1_000 * day);
  await expect(mail.send(email)).rejects.toMatchObject({
    code: 'mail_suppressed',
    message: expect.stringContaining('unwanted'),
    hint: expect.any(String),
  });
  await keepMailEvent(complained(clock.now(), 'not-spam'), store);
  await mail.send(email);
});

it.each([
  ['RCPT', '550 5.1.1 no such mailbox'],
  ['RCPT', '550 5.2.1 the mailbox is closed'],
  ['RCPT', '556 5.1.10 the domain takes no mail'],
  ['RCPT', '550 unknown user'],
])('does not ask a server again that refused the address for good: to %s %s', async (command, says) => {
  const { server, mail } = await open();
  server.say(command, says);
  await expect(mail.send(email)).rejects.toMatchObject({ code: `mail_${says.slice(0, 3)}` });
  await expect(mail.send(email)).rejects.toMatchObject({ code: 'mail_suppressed', message: expect.stringContaining(says) });
  expect(server.delivered).toEqual([]);
});

it.each([
  ['RCPT', '550 5.7.1 relaying is not for you'],
  ['RCPT', '550 relay not permitted'],
  ['RCPT', '554 5.7.1 blocked, see https://example.com/why'],
  ['RCPT', '552 5.2.2 the mailbox is full'],
  ['RCPT', '450 4.2.1 not now'],
  ['MAIL', '550 5.1.8 who are you'],
  ['DATA', '554 5.6.0 not this'],
])('does not give up an address that was refused for another reason: to %s %s', async (command, says) => {
  const { server, mail } = await open();
  server.say(command, says);
  await expect(mail.send(email)).rejects.toMatchObject({ code: `mail_${says.slice(0, 3)}` });
  await mail.send(email);
  expect(server.delivered).toHaveLength(1);
});

it('tells the server’s words, and not that they could not be kept', async () => {
  const { clock, server, store, smtp } = await open();
  const full: Store = { ...store, get: store.get.bind(store), put: () => Promise.reject(new StorageFailed('It', 'full')) };
  server.say('RCPT', '550 5.1.1 no such mailbox');
  await expect(sparing(smtp, { store: full, clock }).send(email)).rejects.toMatchObject({ code: 'mail_550' });
});
