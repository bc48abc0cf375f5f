import { SendFailed } from '../../shared/errors.ts';
import type { Mail } from '../../shared/mail/mail.ts';

/** Mail where none is set up. `mend`: what turns it on, one sentence. */
export const noMail = (mend: string): Mail => ({
  send: () => Promise.reject(new SendFailed('mail_off', 'No mail can be sent from here: it is not set up.', { hint: mend })),
});
