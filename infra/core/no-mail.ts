import { SendFailed } from '../../shared/errors.ts';
import type { Mail } from '../../shared/mail/mail.ts';

/** Mail where none is set up. `mend`: what turns it on, one sentence. */
export function noMail(mend: string): Mail {
  const off = () => Promise.reject(new SendFailed('mail_off', 'No mail can be sent from here: it is not set up.', { hint: mend }));
  return { send: off, hello: off };
}
