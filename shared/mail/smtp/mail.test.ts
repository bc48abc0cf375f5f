import { simpleParser } from 'mailparser';
import { expect, it, onTestFinished } from 'vitest';
import { type SmtpOptions, type SmtpServer, smtpCa, startSmtp } from '../../../test/mail/smtp-server.ts';
import { SendFailed } from '../../errors.ts';
import { manualClock } from '../../timers/manual-clock.ts';
import { type MailSubject, mailContract } from '../mail.contract.ts';
import type { Email } from '../mail.ts';
import { smtpMail } from './mail.ts';
import { serverAt } from './server.ts';

const from = 'Bellhop <bot@example.com>';
const simple: Email = { key: 'alert/1', to: 'ann@example.com', subject: 'Down', text: 'example.com is down.' };

async function open(): Promise<MailSubject> {
  const server = await startSmtp();
  const clock = manualClock();
  return {
    mail: smtpMail({ url: `smtp://127.0.0.1:${server.port}`, from, clock }),
    clock,
    received: async () => server.delivered,
    async meet(trouble) {
      if (trouble === 'busy') server.say('RCPT', '451 4.7.1 greylisted, try again later');
      else if (trouble === 'refused') server.say('RCPT', '550 5.1.1 no such mailbox');
      else if (trouble === 'no answer') server.say('.', 'silence');
      else await server.close();
    },
    close: () => server.close(),
  };
}

mailContract('Mail by SMTP', open);

async function start(options: SmtpOptions = {}): Promise<SmtpServer> {
  const server = await startSmtp(options);
  onTestFinished(() => server.close());
  return server;
}

const sending = (url: string, ca?: string) => smtpMail({ url, from, clock: manualClock(), ...(ca !== undefined && { ca }) }).send(simple);
const failureOf = async (sent: Promise<unknown>) => (await sent.catch((cause: unknown) => cause)) as SendFailed;

it('gives the same message the same id whenever it is sent, and another one another', async () => {
  const server = await start();
  const mail = smtpMail({ url: `smtp://127.0.0.1:${server.port}`, from, clock: manualClock() });
  const ids = [await mail.send(simple), await mail.send(simple), await mail.send({ ...simple, key: 'alert/2' })].map(({ id }) => id);
  expect(ids[0]).toMatch(/^<[0-9a-f]{40}@example\.com>$/);
  expect([ids[1] === ids[0], ids[2] === ids[0]]).toEqual([true, false]);
  const parsed = await Promise.all(server.delivered.map(({ raw }) => simpleParser(raw)));
  expect(parsed.map(({ messageId }) => messageId)).toEqual(ids);
  expect(server.delivered[0]?.from).toBe('bot@example.com');
});

it.each([
  ['EHLO', 'hang up', { code: 'mail_unreachable', retryable: true, maybeSent: false }],
  ['CONN', '421 4.3.2 too many', { code: 'mail_421', retryable: true, maybeSent: false }],
  ['CONN', '554 5.3.2 not you', { code: 'mail_554', retryable: false, maybeSent: false }],
  ['MAIL', '452 4.3.1 full', { code: 'mail_452', retryable: true, maybeSent: false }],
  ['MAIL', '553 5.1.8 not your address', { code: 'mail_553', retryable: false }],
  ['MAIL', 'rubbish', { code: 'mail_unreachable', retryable: true, maybeSent: false }],
  ['DATA', '503 5.5.1 out of step', { code: 'mail_503', retryable: true, maybeSent: false }],
  ['DATA', 'hang up', { code: 'mail_unreachable', retryable: true, maybeSent: false }],
  ['.', '552 5.2.2 mailbox full', { code: 'mail_552', retryable: false, maybeSent: false }],
  ['.', '451 4.3.0 try later', { code: 'mail_451', retryable: true, maybeSent: false }],
  ['.', 'hang up', { code: 'mail_unreachable', retryable: true, maybeSent: true }],
] as const)('to %s: %s', async (command, says, wanted) => {
  const server = await start();
  server.say(command, says);
  const failure = await failureOf(sending(`smtp://127.0.0.1:${server.port}`));
  expect(failure).toBeInstanceOf(SendFailed);
  expect(failure).toMatchObject(wanted);
  expect(server.delivered).toEqual([]);
});

it('signs in, and says what is wrong when it may not', async () => {
  const auth = { user: 'bot@example.com', pass: 'p@ss/w:rd' };
  const server = await start({ auth });
  const urlOf = (user: string, pass: string) => `smtp://${encodeURIComponent(user)}:${encodeURIComponent(pass)}@127.0.0.1:${server.port}`;
  await sending(urlOf(auth.user, auth.pass));
  expect(server.delivered.map(({ user }) => user)).toEqual([auth.user]);
  const refused = await failureOf(sending(urlOf(auth.user, 'wrong')));
  expect(refused).toMatchObject({ code: 'mail_535', retryable: false, hint: expect.stringContaining('SMTP_URL') });
  expect(`${refused.message} ${refused.hint}`).not.toContain('wrong');
  expect(await failureOf(sending(`smtp://127.0.0.1:${server.port}`))).toMatchObject({ code: 'mail_530', retryable: false });
  server.say('AUTH', '454 4.7.0 not now');
  expect(await failureOf(sending(urlOf(auth.user, auth.pass)))).toMatchObject({ code: 'mail_454', retryable: true });
});

it('uses TLS where it is offered, and only with a certificate it trusts', async () => {
  const server = await start({ starttls: true });
  await sending(`smtp://localhost:${server.port}`, smtpCa);
  expect(server.delivered.map(({ secure }) => secure)).toEqual([true]);
  expect(await failureOf(sending(`smtp://localhost:${server.port}`))).toMatchObject({ code: 'mail_unreachable', retryable: true, maybeSent: false });
  expect(server.delivered).toHaveLength(1);
});

it('reads the address: TLS at once, or on the way, and never a password without it but to this machine', () => {
  const of = (url: string) => {
    const { connection, auth } = serverAt(url, undefined);
    return [connection.host, connection.port, connection.secure, connection.requireTLS, auth?.user, auth?.pass];
  };
  expect(of('smtps://bot%40a.example:p%3Aw@mail.example.com')).toEqual(['mail.example.com', 465, true, false, 'bot@a.example', 'p:w']);
  expect(of('smtp://bot:pw@mail.example.com')).toEqual(['mail.example.com', 587, false, true, 'bot', 'pw']);
  expect(of('smtp://mail.example.com:25')).toEqual(['mail.example.com', 25, false, false, undefined, undefined]);
  for (const here of ['127.0.0.1', 'localhost', '[::1]']) expect(of(`smtp://bot:pw@${here}:1025`)[3]).toBe(false);
  for (const there of ['127.0.0.1.example.com', '128.0.0.1', 'localhost.example.com']) expect(of(`smtp://bot:pw@${there}`)[3]).toBe(true);
  for (const bad of ['mail.example.com', 'http://bot:secret@mail.example.com', 'smtp://bot:secret@', 'smtp://bot:secret@a b'])
    expect(() => of(bad)).toThrow(expect.objectContaining({ code: 'settings', message: expect.not.stringContaining('secret') }));
});
