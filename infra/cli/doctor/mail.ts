import { SendFailed } from '../../../shared/errors.ts';
import type { Mail } from '../../../shared/mail/mail.ts';
import type { Finding } from '../../core/finding.ts';

const timeoutMs = 15_000;

/** Whether the mail server would take something: says hello and signs in, and sends nothing. Undefined: no mail is set up. */
export async function checkMail(mail: Mail | undefined): Promise<Finding> {
  const about = 'mail';
  if (!mail) return { about, state: 'off', detail: 'Set SMTP_URL and MAIL_FROM to send mail.' };
  try {
    await mail.hello?.({ signal: AbortSignal.timeout(timeoutMs) });
    return { about, state: 'ok', detail: 'the server of SMTP_URL lets us in' };
  } catch (cause) {
    if (!(cause instanceof SendFailed)) throw cause;
    return { about, state: 'wrong', detail: cause.message, hint: cause.hint };
  }
}
