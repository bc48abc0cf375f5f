import { post } from './http.ts';
import type { Keys } from './keys.ts';

/** A private message as Telegram sends it to a webhook. `index` makes its `update_id`. */
export function telegramRequest({ telegram }: Keys, index: number, options: { readonly text: string }): Buffer {
  const user = 500_000_000 + (index % 997);
  const [word = ''] = options.text.split(' ', 1);
  const body = {
    update_id: 800_000_000 + index,
    message: {
      message_id: 10_000 + index,
      from: { id: user, is_bot: false, first_name: 'Ada', last_name: 'Bench', username: `ada${user}`, language_code: 'en' },
      chat: { id: user, first_name: 'Ada', last_name: 'Bench', username: `ada${user}`, type: 'private' },
      date: Math.floor(Date.now() / 1_000),
      text: `/${options.text}`,
      entities: [{ offset: 0, length: word.length + 1, type: 'bot_command' }],
    },
  };
  return post(
    '/telegram/webhook',
    { 'Content-Type': 'application/json', 'X-Telegram-Bot-Api-Secret-Token': telegram.secret, 'Accept-Encoding': 'gzip, deflate' },
    Buffer.from(JSON.stringify(body)),
  );
}
