import { expect, it, onTestFinished } from 'vitest';
import { systemClock as clock } from '../../shared/clock.ts';
import { startSmtp } from '../../test/mail/smtp-server.ts';
import { openMail } from './mail.ts';
import { lookAt } from './plan.ts';

const email = { key: 'a', to: 'ann@example.com', subject: 'Down', text: 'example.com is down.' };

it('goes to the server of SMTP_URL, from MAIL_FROM', async () => {
  const server = await startSmtp();
  onTestFinished(() => server.close());
  await openMail({ smtpUrl: `smtp://127.0.0.1:${server.port}`, mailFrom: 'Bellhop <bot@example.com>' }, clock).send(email);
  expect(server.delivered).toMatchObject([{ from: 'bot@example.com', to: ['ann@example.com'] }]);
});

it('is refused, with what turns it on, where neither is set', async () => {
  await expect(openMail({}, clock).send(email)).rejects.toMatchObject({ code: 'mail_off', retryable: false, hint: 'Set SMTP_URL and MAIL_FROM.' });
});

it.each([
  [{ SMTP_URL: 'smtp://mail.example.com' }, 'SMTP_URL is set, and MAIL_FROM is not.'],
  [{ MAIL_FROM: 'bot@example.com' }, 'MAIL_FROM is set, and SMTP_URL is not.'],
  [{ SMTP_URL: 'mail.example.com:secret', MAIL_FROM: 'bot@example.com' }, 'SMTP_URL is malformed'],
  [{ SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'bot' }, 'MAIL_FROM is "bot"'],
])('is wrong when half of it is set, or no address: %j', async (env, says) => {
  const { problems } = await lookAt(env, clock);
  expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining(says)]);
  expect(problems[0]?.message).not.toContain('secret');
});
