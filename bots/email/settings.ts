import type { Env, Setting } from '../../shared/channel/channel.ts';
import { SettingsError } from '../../shared/errors.ts';
import { bareAddress } from './address.ts';
import { type ImapAddress, imapAddress } from './imap/address.ts';

export const emailSettings: readonly Setting[] = [
  { name: 'EMAIL_WEBHOOK_TOKEN', meaning: 'email in: words of your own, which whoever brings mail to /email/webhook says', secret: true },
  { name: 'IMAP_URL', meaning: 'email in: the mailbox to fetch mail from instead, imaps://name:password@mail.example.com', secret: true },
  {
    name: 'EMAIL_AUTHSERV',
    meaning: 'email in: the name by which your own mail server writes Authentication-Results; without it every sender is a guest',
  },
];

/** The settings, checked. */
export interface EmailConfig {
  /** Left out: no mail is brought. */
  readonly token?: string;
  /** Left out: none is fetched. */
  readonly imap?: ImapAddress;
  /** In lower case; empty: nobody is vouched for. */
  readonly authserv: string;
  /** Where mail comes from; empty where it isn't known. */
  readonly ownAddress: string;
}

/** Reads them; null where no mail comes in. Throws SettingsError naming the variable and what it expects, never its value. */
export function emailConfig(env: Env): EmailConfig | null {
  const { EMAIL_WEBHOOK_TOKEN: token, IMAP_URL: imapUrl, EMAIL_AUTHSERV: authserv = '', MAIL_FROM: from = '' } = env;
  if (!token && !imapUrl) {
    if (authserv !== '')
      throw new SettingsError('EMAIL_AUTHSERV is set, and no mail comes in.', 'Set EMAIL_WEBHOOK_TOKEN or IMAP_URL too, or unset it.');
    return null;
  }
  if (token && !/^[\x21-\x7e]{16,200}$/.test(token))
    throw new SettingsError('EMAIL_WEBHOOK_TOKEN is malformed.', 'It is 16 to 200 letters, digits and signs without spaces, of your own choice.');
  if (authserv !== '' && !/^[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?$/i.test(authserv))
    throw new SettingsError(
      'EMAIL_AUTHSERV is malformed.',
      'It is a name such as mx.example.com: what stands first in the Authentication-Results of mail that you get.',
    );
  return {
    ...(token ? { token } : {}),
    ...(imapUrl ? { imap: imapAddress(imapUrl) } : {}),
    authserv: authserv.toLowerCase(),
    ownAddress: bareAddress(from),
  };
}
