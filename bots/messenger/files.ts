import type { Channel } from '../../shared/channel/channel.ts';
import { lost } from '../../shared/channel/unanswered.ts';
import { SendFailed } from '../../shared/errors.ts';
import { download } from '../../shared/net/download.ts';
import { meta } from './failure.ts';

/** Where Meta keeps what people send (as its webhooks name it: `scontent.xx.fbcdn.net`, `cdn.fbsbx.com`, `lookaside.fbsbx.com`). */
const cdn = /^https:\/\/(?:[a-z0-9-]+\.)+(?:fbcdn\.net|fbsbx\.com)$/;

/** Fetches a file from the address that came with it, which needs no token and ends after a while: Meta's own alone, or one at the origin of MESSENGER_GRAPH_URL. */
export function fileOpener(graphUrl: string): NonNullable<Channel['openFile']> {
  return async ({ ref, name }, _place, { signal, bytesMax }) => {
    if (!isFileOfMeta(ref, graphUrl))
      throw new SendFailed('messenger_file', 'That file does not lie where Messenger keeps files.', { hint: 'Send it in Messenger.' });
    return download(ref, {
      name,
      bytesMax,
      signal,
      failed: ({ status, cause }) =>
        status === undefined
          ? lost(meta, cause)
          : new SendFailed('messenger_file', `Messenger did not give the file: ${status}.`, {
              retryable: status >= 500 || status === 429,
              hint: 'Its address holds for some time only: send it again.',
            }),
    });
  };
}

export function isFileOfMeta(address: string, graphUrl: string): boolean {
  const { origin = '', username, password } = URL.parse(address) ?? {};
  return username === '' && password === '' && (cdn.test(origin) || origin === new URL(graphUrl).origin);
}
