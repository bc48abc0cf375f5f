import type { Channel } from '../../shared/channel/channel.ts';
import type { Api } from './api.ts';
import { TelegramRefused } from './refusal.ts';

/** Takes away a message of the bot's, by the name that `send` gave it (Bot API: deleteMessage, up to 48 hours after it was sent). */
export function remover(api: Api): NonNullable<Channel['remove']> {
  return async (message, _place, { signal }) => {
    const [chat_id, message_id] = message.split(':').map(Number);
    await api.call('deleteMessage', { chat_id, message_id }, { signal }).catch((cause) => {
      if (!(cause instanceof TelegramRefused) || !cause.description.includes('message to delete not found')) throw cause;
    });
  };
}
