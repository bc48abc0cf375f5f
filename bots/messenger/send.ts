import type { Channel } from '../../shared/channel/channel.ts';
import { SendFailed } from '../../shared/errors.ts';
import type { GraphApi } from './api.ts';
import { asMessengerMessage, type Content } from './message.ts';

/** Sends what `render` made, as the Page that was written to (Send API). Within 24 hours of what the person last wrote, and refused after that. */
export function sender(api: GraphApi): Channel['send'] {
  return async (rendered, place, { signal }) => {
    const { message, instead } = asMessengerMessage(rendered);
    const post = async (content: Content) => {
      const sent = await api.call(
        'POST',
        `${place.tenant}/messages`,
        // An answer to what was written, or something of our own accord, as a reminder is: both within the 24 hours (Send API, messaging types).
        { recipient: { id: place.conversation }, messaging_type: place.message === undefined ? 'UPDATE' : 'RESPONSE', message: content },
        signal,
      );
      return typeof sent.message_id === 'string' ? { message: sent.message_id } : {};
    };
    try {
      return await post(message);
    } catch (cause) {
      if (instead === undefined || !(cause instanceof SendFailed) || cause.code !== 'messenger_picture') throw cause;
      return post(instead);
    }
  };
}
