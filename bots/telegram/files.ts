import type { Channel } from '../../shared/channel/channel.ts';
import { download, tooLarge } from '../../shared/net/download.ts';
import type { Api } from './api.ts';
import { isFields } from './fields.ts';
import { TelegramRefused } from './refusal.ts';
import type { TelegramConfig } from './settings.ts';

/** Fetches a file that was sent (getFile: at most 20 MB; its address holds the token, so that neither it nor what failed there is in any error). */
export function fileOpener(api: Api, { token, apiRoot }: Pick<TelegramConfig, 'token' | 'apiRoot'>): NonNullable<Channel['openFile']> {
  return async ({ ref, name }, _place, { signal, bytesMax }) => {
    const path = await pathOf(ref).catch((cause: unknown) => {
      throw cause instanceof TelegramRefused && /file is too big/i.test(cause.description) ? tooLarge(name, bytesMax) : cause;
    });
    // It is Telegram's own, and goes nowhere but there.
    if (!/^[\w./-]{1,300}$/.test(path) || path.split('/').includes('..')) throw gone('getFile answered no path', false);
    return download(`${apiRoot}file/bot${token}/${path}`, {
      name,
      bytesMax,
      signal,
      failed: ({ status }) =>
        gone(status === undefined ? 'the file did not come' : `the file was answered ${status}`, status === undefined || status >= 500),
    });

    async function pathOf(id: string): Promise<string> {
      const file = await api.call('getFile', { file_id: id }, { signal });
      return isFields(file) && typeof file.file_path === 'string' ? file.file_path : '';
    }
  };
}

const gone = (description: string, retryable: boolean) =>
  new TelegramRefused('telegram_file', { status: 0, description }, { retryable, hint: retryable ? 'It is tried again.' : 'Send the file again.' });
