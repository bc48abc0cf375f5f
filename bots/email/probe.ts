import type { Channel } from '../../shared/channel/channel.ts';
import { SendFailed } from '../../shared/errors.ts';
import type { Mail } from '../../shared/mail/mail.ts';
import { addressOf } from './publish.ts';
import type { EmailConfig } from './settings.ts';

/** Says hello to the mail server, where that can be done without sending; and who is vouched for. `base`: BELLHOP_URL. */
export function prober({ token, imap, authserv, ownAddress }: EmailConfig, mail: Mail, base: string): NonNullable<Channel['probe']> {
  const ways = [token === undefined ? [] : `what is brought to ${addressOf(base)}`, imap ? `what is in ${imap.mailbox} at ${imap.host}` : []].flat();
  return async (signal) => {
    const who = authserv === '' ? 'every sender is a guest (EMAIL_AUTHSERV is not set)' : `${authserv} vouches for senders`;
    try {
      await mail.hello?.({ signal });
      return { ok: true, detail: `${ownAddress === '' ? 'mail' : ownAddress} sends, takes ${ways.join(', ')}, and ${who}.` };
    } catch (cause) {
      if (!(cause instanceof SendFailed)) throw cause;
      return { ok: false, detail: cause.message, hint: cause.hint ?? 'Try again; if it stays, check SMTP_URL and the network.' };
    }
  };
}
