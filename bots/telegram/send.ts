import type { Channel, Sent } from '../../shared/channel/channel.ts';
import type { Place } from '../../shared/channel/inbound.ts';
import type { Api } from './api.ts';
import { isFields } from './fields.ts';
import { asTelegramMessage, type Call, type TelegramMessage } from './message.ts';
import type { Queries } from './queries.ts';
import { TelegramRefused } from './refusal.ts';
import { mustSendAnew, type Request, repaired } from './repair.ts';
import type { Entity } from './styled.ts';

/** A request is mended at most once for each thing that can be mended: chat, topic, picture. */
const repairsMax = 3;

/** Sends what `render` made. The message's name for a later edit is `chat:message`, for a private answer may stand in another chat than the place. */
export function sender(api: Api, queries: Queries): Channel['send'] {
  return async (message, place, { signal, edit }) => {
    const rendered = asTelegramMessage(message);
    // The spinner of the pressed button: its failure is none of the reply's.
    if (place.via?.query !== undefined) void queries.answer(place.via.query, signal);
    if (edit !== undefined) {
      // A private answer that had to stand here keeps its note.
      const note = edit.startsWith(`${place.conversation}:`) ? rendered.privately : undefined;
      const edited = await replaceMessage(note ? withNote(rendered, note) : rendered, edit, signal);
      if (edited) return edited;
    }
    if (rendered.privately !== undefined && place.direct !== true && place.user !== undefined) {
      return (await sendToPerson(rendered, place.user, signal)) ?? sendHere(withNote(rendered, rendered.privately), place, signal);
    }
    return sendHere(rendered, place, signal);
  };

  function sendHere({ method, payload, instead }: TelegramMessage, place: Place, signal: AbortSignal): Promise<Sent> {
    const thread = place.thread === undefined ? {} : { message_thread_id: Number(place.thread) };
    return attempt({ method, payload: { ...payload, chat_id: Number(place.conversation), ...thread }, instead }, signal);
  }

  /** Null when the person has not started the bot, or has blocked it. */
  async function sendToPerson({ method, payload, instead }: TelegramMessage, user: string, signal: AbortSignal): Promise<Sent | null> {
    const { reply_parameters: _, ...rest } = payload;
    const request = { method, payload: { ...rest, chat_id: Number(user) }, instead: instead && { ...instead, payload: unquoted(instead) } };
    return attempt(request, signal).catch((cause) => {
      if (cause instanceof TelegramRefused && (cause.status === 403 || cause.code === 'telegram_chat_not_found')) return null;
      throw cause;
    });
  }

  /** Null when a new message must take its place. That nothing changed is success: a repeat of an edit that arrived. */
  async function replaceMessage({ method, payload, instead }: TelegramMessage, edit: string, signal: AbortSignal): Promise<Sent | null> {
    const [chat_id, message_id] = edit.split(':').map(Number);
    if (!Number.isSafeInteger(chat_id) || !Number.isSafeInteger(message_id)) return null;
    const { reply_parameters: _, ...rest } = payload;
    const request = method === 'sendMessage' ? { method: 'editMessageText', payload: rest } : { method: 'editMessageMedia', payload: asMedia(rest) };
    const anew = instead && { method: 'editMessageText', payload: { ...unquoted(instead), message_id } };
    return attempt({ ...request, payload: { ...request.payload, chat_id, message_id }, instead: anew }, signal).catch((cause) => {
      if (!(cause instanceof TelegramRefused)) throw cause;
      if (cause.status === 400 && cause.description.includes('message is not modified')) return { message: edit };
      if (mustSendAnew(cause)) return null;
      throw cause;
    });
  }

  async function attempt(first: Request, signal: AbortSignal): Promise<Sent> {
    let request = first;
    for (let repairs = 0; ; repairs++) {
      try {
        return sentBy(await api.call(request.method, request.payload, { signal }), request);
      } catch (cause) {
        const mended = repairs < repairsMax && cause instanceof TelegramRefused ? repaired(request, cause) : null;
        if (!mended) throw cause;
        request = mended;
      }
    }
  }
}

function sentBy(result: unknown, { payload }: Request): Sent {
  if (!isFields(result)) return {};
  const chat = isFields(result.chat) ? result.chat.id : payload.chat_id;
  return typeof result.message_id === 'number' ? { message: `${chat}:${result.message_id}` } : {};
}

function unquoted({ payload }: Call): object {
  const { reply_parameters: _, ...rest } = payload;
  return rest;
}

/** sendPhoto's members in the form of editMessageMedia. */
function asMedia({ photo, caption, caption_entities, ...rest }: Readonly<Record<string, unknown>>): object {
  return { ...rest, media: { type: 'photo', media: photo, caption, caption_entities } };
}

/** The note before the words, the marks moved behind it. `render` left room for it. */
function withNote(message: TelegramMessage, note: string): TelegramMessage {
  return { ...noted(message, note), ...(message.instead ? { instead: noted(message.instead, note) } : {}) };
}

function noted(call: Call, note: string): Call {
  const moved = (entities: readonly Entity[]) => entities.map((entity) => ({ ...entity, offset: entity.offset + note.length }));
  if (call.method === 'sendMessage') {
    const { text, entities } = call.payload;
    return { ...call, payload: { ...call.payload, text: note + text, entities: moved(entities) } };
  }
  const { caption, caption_entities } = call.payload;
  return { ...call, payload: { ...call.payload, caption: note + caption, caption_entities: moved(caption_entities) } };
}
