import type { Clock } from '../../shared/clock.ts';
import { SettingsError } from '../../shared/errors.ts';
import type { Mail } from '../../shared/mail/mail.ts';
import type { SmtpMailOptions } from '../../shared/mail/smtp/mail.ts';
import { noMail } from '../core/no-mail.ts';
import type { CoreSettings } from '../settings/core.ts';

/** Mail by SMTP, as the settings say. Throws SettingsError for one of the two without the other. The driver is loaded with the first message: a start needs none of it. */
export function openMail({ smtpUrl, mailFrom }: Pick<CoreSettings, 'smtpUrl' | 'mailFrom'>, clock: Clock): Mail {
  if (smtpUrl === undefined && mailFrom === undefined) return noMail('Set SMTP_URL and MAIL_FROM.');
  if (smtpUrl === undefined) throw new SettingsError('MAIL_FROM is set, and SMTP_URL is not.', 'Set both to send mail, or neither.');
  if (mailFrom === undefined) throw new SettingsError('SMTP_URL is set, and MAIL_FROM is not.', 'Set both to send mail, or neither.');
  return lazy({ url: smtpUrl, from: mailFrom, clock });
}

function lazy(options: SmtpMailOptions): Mail {
  let opening: Promise<Mail> | undefined;
  const opened = () => {
    opening ??= import('../../shared/mail/smtp/mail.ts').then(({ smtpMail }) => smtpMail(options));
    return opening;
  };
  return {
    send: async (email, how) => (await opened()).send(email, how),
    hello: async (how) => (await opened()).hello?.(how),
  };
}
