import type { SendOptions } from '../../shared/channel/channel.ts';
import type { Place } from '../../shared/channel/inbound.ts';
import type { Api } from './api.ts';
import { isFields } from './fields.ts';
import type { Call } from './message.ts';
import { TelegramRefused } from './refusal.ts';

/**
 * Messages in a group that one person alone sees (Bot API 10.2, ephemeral messages), from a bot that is an admin there. They may not arrive at who is away, so they answer only what somebody has said or
 * pressed there. Both ways to name that person go along: a server that knows neither would show the message to all, so none is sent by one that doesn't know the methods.
 */
export function whispers(api: Api) {
  let known: Promise<boolean> | undefined;

  return {
    /** Whether it was sent so. Throws TelegramRefused for what a later try may heal. */
    async send({ method, payload }: Call, place: Place, user: string, { signal }: Pick<SendOptions, 'signal'>): Promise<boolean> {
      const query = place.via?.query;
      if (method === 'sendPhoto' || method === 'sendDocument' || (place.message === undefined && query === undefined)) return false;
      known ??= isKnown(signal).catch((cause) => {
        known = undefined;
        throw cause;
      });
      if (!(await known)) return false;
      const to = { receiver_user_id: Number(user), ...(query === undefined ? {} : { callback_query_id: query }) };
      const thread = place.thread === undefined ? {} : { message_thread_id: Number(place.thread) };
      const chat_id = Number(place.conversation);
      try {
        const sent = await api.call(method, { ...payload, chat_id, ...thread, ...to, ephemeral_message_parameters: to }, { signal });
        if (isFields(sent) && sent.ephemeral_message_id !== undefined) return true;
        if (isFields(sent)) await api.call('deleteMessage', { chat_id, message_id: sent.message_id }, { signal });
        return false;
      } catch (cause) {
        // No admin there, nobody of the group any more, or a button that was pressed too long ago.
        if (cause instanceof TelegramRefused && (cause.status === 400 || cause.status === 403)) return false;
        throw cause;
      }
    },
  };

  async function isKnown(signal: AbortSignal): Promise<boolean> {
    try {
      await api.call('editEphemeralMessageText', {}, { signal });
      return true;
    } catch (cause) {
      if (!(cause instanceof TelegramRefused) || (cause.status !== 400 && cause.status !== 404)) throw cause;
      return cause.status === 400;
    }
  }
}
