import type { Channel } from '../../shared/channel/channel.ts';
import { lost } from '../../shared/channel/unanswered.ts';
import { SendFailed } from '../../shared/errors.ts';
import { download } from '../../shared/net/download.ts';
import { accountUrl, authorizationOf } from './api.ts';
import { twilio } from './failure.ts';
import type { SmsConfig } from './settings.ts';

/** Where Twilio keeps media, with and without "Enforce HTTP Auth on Media URLs" (Twilio: Protect Media Access). Only Twilio is asked with the account's token: it answers by an address there. */
const stores: ReadonlySet<string> = new Set(['https://mms.twiliocdn.com', 'https://s3-external-1.amazonaws.com', 'https://media.twiliocdn.com']);

/** Fetches a file of an MMS as the account (Media subresource). */
export function fileOpener(config: SmsConfig): NonNullable<Channel['openFile']> {
  return async ({ ref, name }, _place, { signal, bytesMax }) =>
    download(`${accountUrl(config)}/Messages/${ref}`, {
      name,
      headers: { authorization: authorizationOf(config) },
      bytesMax,
      signal,
      onward: ({ origin, username }) => username === '' && (stores.has(origin) || origin === new URL(config.apiUrl).origin),
      failed: ({ status, cause }) =>
        status === undefined
          ? lost(twilio, cause)
          : new SendFailed('sms_file', `Twilio did not give the file: ${status}.`, {
              retryable: status >= 500 || status === 429,
              hint: 'Send it again.',
            }),
    });
}
