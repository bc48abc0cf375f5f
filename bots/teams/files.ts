import type { Channel } from '../../shared/channel/channel.ts';
import { SendFailed } from '../../shared/errors.ts';
import { download } from '../../shared/net/download.ts';
import type { Bearer } from './bearer.ts';
import { unreachable } from './failures.ts';
import { serviceUrls } from './serviceUrl.ts';

/** Where Teams keeps what people send: SharePoint and OneDrive of their organisation, of each cloud (msteams-docs: "Send and receive files using a bot"). */
const sharePoint = /^https:\/\/[a-z0-9-]+\.sharepoint(?:-df)?\.(?:com|us|cn)$/;

/**
 * Fetches a file: from its download address, which needs no token, or a picture in a message from the connector, with the bot's (msteams-docs: "inline images"). The token goes to the
 * service's own origins alone.
 */
export function fileOpener(origins: readonly string[], bearer: Bearer): NonNullable<Channel['openFile']> {
  const isService = serviceUrls(origins);
  return async ({ ref, name }, _place, { signal, bytesMax }) => {
    const origin = URL.parse(ref)?.origin ?? '';
    const isOurs = isService(`${origin}/`) !== null && URL.parse(ref)?.username === '';
    if (!isOurs && !sharePoint.test(origin))
      throw new SendFailed('teams_file', 'That file does not lie where Teams keeps files.', { hint: 'Upload it in Teams, and send that.' });
    const headers = isOurs ? { authorization: `Bearer ${await bearer.token(signal)}` } : {};
    return download(ref, {
      name,
      headers,
      bytesMax,
      signal,
      failed: ({ status, cause }) =>
        status === undefined
          ? unreachable(cause, { once: false })
          : new SendFailed('teams_file', `Teams did not give the file: ${status}.`, {
              retryable: status >= 500 || status === 429,
              hint: 'Its address holds for some minutes: send it again.',
            }),
    });
  };
}
