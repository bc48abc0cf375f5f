import type { Channel } from '../../shared/channel/channel.ts';
import { SendFailed } from '../../shared/errors.ts';
import type { SlackApis } from './api.ts';

/** Takes away a message that the bot posted (Slack: chat.delete). */
export function remover(apis: SlackApis): NonNullable<Channel['remove']> {
  return async (message, place, { signal }) => {
    try {
      await apis(place.tenant).call('chat.delete', { channel: place.conversation, ts: message }, signal);
    } catch (cause) {
      if (!(cause instanceof SendFailed) || cause.code !== 'message_not_found') throw cause;
    }
  };
}
