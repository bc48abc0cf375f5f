import { type Answer, badRequest, refused, took } from './answer.ts';
import { markupProblem } from './keyboard.ts';
import { richProblem } from './rich.ts';
import { textProblem } from './text.ts';

/** How a chat stands towards the bot; one that isn't named takes everything. */
export type ChatState =
  /** The bot is an admin there. */
  | { readonly kind: 'admin' }
  | { readonly kind: 'unknown' | 'blocked' | 'not started' | 'kicked' | 'muted' | 'no pictures' }
  | { readonly kind: 'migrated'; readonly to: number }
  /** A forum with these topics open. */
  | { readonly kind: 'forum'; readonly topics: readonly number[] };

export interface Posted {
  readonly chat: number;
  readonly id: number;
  readonly photo: boolean;
  shown: string;
}

type Payload = Readonly<Record<string, unknown>>;

/** What each method takes (Bot API); a field beside these is a slip of ours, though Telegram would pass over it. */
const fields: Readonly<Record<string, readonly string[]>> = {
  sendMessage: [
    'chat_id',
    'message_thread_id',
    'text',
    'entities',
    'link_preview_options',
    'reply_markup',
    'reply_parameters',
    'disable_notification',
  ],
  sendPhoto: ['chat_id', 'message_thread_id', 'photo', 'caption', 'caption_entities', 'reply_markup', 'reply_parameters', 'disable_notification'],
  sendDocument: [
    'chat_id',
    'message_thread_id',
    'document',
    'caption',
    'caption_entities',
    'reply_markup',
    'reply_parameters',
    'disable_notification',
  ],
  sendRichMessage: ['chat_id', 'message_thread_id', 'rich_message', 'reply_markup', 'reply_parameters', 'disable_notification'],
  editMessageText: ['chat_id', 'message_id', 'text', 'entities', 'rich_message', 'link_preview_options', 'reply_markup'],
  editMessageMedia: ['chat_id', 'message_id', 'media', 'reply_markup'],
  deleteMessage: ['chat_id', 'message_id'],
};

/** The chats: what is posted in them, and what they refuse. */
export function chatsOf(states: ReadonlyMap<number, ChatState>, badPhotos: ReadonlySet<string>, knowsRich = () => true) {
  const posted = new Map<string, Posted>();
  let lastId = 1_000;

  /** Undefined: no method of the chats. */
  function answer(method: string, payload: Payload): Answer | undefined {
    if (method === 'editEphemeralMessageText') return knowsRich() ? badRequest('chat_id is empty') : refused(404, 'Not Found: method not found');
    const known = fields[method];
    if (!known) return undefined;
    if (method.startsWith('send') && payload.ephemeral_message_parameters !== undefined && knowsRich()) return whisper(method, payload);
    if (method === 'sendRichMessage' && !knowsRich()) return refused(404, 'Not Found: method not found');
    const stray = Object.keys(payload).find((key) => !known.includes(key));
    if (stray) return badRequest(`stand-in: ${method} has no ${stray}`);
    if (method === 'deleteMessage') return remove(method, payload);
    const refusal = chatProblem(method, payload) ?? besideProblem(method, payload) ?? contentProblem(method, payload);
    if (refusal) return refusal;
    return method.startsWith('send') ? post(method, payload) : replace(method, payload);
  }

  /** Ephemeral messages (Bot API 10.2): in groups where the bot is an admin; seen by one, named by an id of their own. */
  function whisper(method: string, { ephemeral_message_parameters: to, receiver_user_id: older, callback_query_id: _, ...payload }: Payload): Answer {
    const { receiver_user_id: user } = to as Payload;
    if (!Number.isSafeInteger(user) || user !== older) return badRequest('stand-in: whom?');
    if (states.get(Number(payload.chat_id))?.kind !== 'admin') return badRequest('BOT_NOT_ADMIN');
    const problem = chatProblem(method, payload) ?? besideProblem(method, payload) ?? contentProblem(method, payload);
    return problem ?? took({ message_id: 0, ephemeral_message_id: ++lastId, date: 1, chat: { id: Number(payload.chat_id), type: 'supergroup' } });
  }

  function chatProblem(method: string, { chat_id: chat, message_thread_id: thread }: Payload): Answer | null {
    if (!Number.isSafeInteger(chat)) return badRequest('chat_id is empty');
    const state = states.get(Number(chat));
    if (state?.kind === 'unknown') return badRequest('chat not found');
    if (state?.kind === 'blocked') return refused(403, 'Forbidden: bot was blocked by the user');
    if (state?.kind === 'not started') return refused(403, "Forbidden: bot can't initiate conversation with a user");
    if (state?.kind === 'kicked') return refused(403, 'Forbidden: bot was kicked from the supergroup chat');
    if (state?.kind === 'muted') return badRequest('not enough rights to send text messages to the chat');
    if (state?.kind === 'no pictures' && (method === 'sendPhoto' || method === 'sendDocument'))
      return badRequest(`not enough rights to send ${method === 'sendPhoto' ? 'photos' : 'documents'} to the chat`);
    // Editing in the old group fails otherwise: it asks for no right to write.
    if (state?.kind === 'migrated' && method.startsWith('edit')) return badRequest("message can't be edited");
    if (state?.kind === 'migrated') return badRequest('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: state.to });
    if (thread === undefined) return null;
    return state?.kind === 'forum' && state.topics.includes(Number(thread)) ? null : badRequest('message thread not found');
  }

  function besideProblem(method: string, { reply_markup: markup, reply_parameters: quote, link_preview_options: preview }: Payload): Answer | null {
    const problem = markupProblem(markup, method.startsWith('edit'));
    if (problem) return badRequest(problem);
    if (preview !== undefined && (preview as Payload | null)?.is_disabled !== true) return badRequest('stand-in: what preview?');
    if (quote === undefined) return null;
    const { message_id: id, allow_sending_without_reply: anyway } = quote as Payload;
    return Number.isSafeInteger(id) && anyway === true ? null : badRequest('message to be replied not found');
  }

  function contentProblem(method: string, payload: Payload): Answer | null {
    if (payload.rich_message !== undefined) {
      const problem = knowsRich() ? richProblem(payload.rich_message) : 'message text is empty';
      return problem === null ? null : badRequest(problem);
    }
    if (method === 'sendMessage' || method === 'editMessageText') {
      const problem = textProblem('message', payload.text, payload.entities, 4_096);
      return problem === null ? null : badRequest(problem);
    }
    const media = payload.media as Payload | undefined;
    if (method === 'editMessageMedia' && media?.type !== 'photo' && media?.type !== 'document') return badRequest("can't parse InputMedia");
    if (method === 'sendDocument' && !(payload.document instanceof File)) return badRequest('there is no document in the request');
    const [photo, caption, marks] = media
      ? [media.media, media.caption, media.caption_entities]
      : [payload.photo ?? payload.document, payload.caption, payload.caption_entities];
    const url = typeof photo === 'string' ? URL.parse(photo) : null;
    if (photo instanceof File) {
      if (photo.size > (method === 'sendDocument' ? 50 : 10) * 2 ** 20) return badRequest('file is too big');
    } else if (!url || !/^https?:$/.test(url.protocol)) return badRequest('wrong file identifier/HTTP URL specified');
    const problem = textProblem('caption', caption, marks, 1_024);
    if (problem !== null) return badRequest(problem);
    return badPhotos.has(String(photo)) ? badRequest('failed to get HTTP URL content') : null;
  }

  function post(method: string, payload: Payload): Answer {
    const message = {
      chat: Number(payload.chat_id),
      id: ++lastId,
      photo: method === 'sendPhoto' || method === 'sendDocument',
      shown: shownBy(payload),
    };
    posted.set(`${message.chat}:${message.id}`, message);
    return took(asMessage(message));
  }

  function replace(method: string, payload: Payload): Answer {
    const message = posted.get(`${payload.chat_id}:${payload.message_id}`);
    if (!message) return badRequest('message to edit not found');
    if (method === 'editMessageText' && message.photo) return badRequest('there is no text in the message to edit');
    const shown = shownBy(payload);
    if (message.shown === shown)
      return badRequest(
        'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
      );
    message.shown = shown;
    return took(asMessage(message));
  }

  function remove(method: string, payload: Payload): Answer {
    const refusal = chatProblem(method, payload);
    if (refusal) return refusal;
    return posted.delete(`${payload.chat_id}:${payload.message_id}`) ? took(true) : badRequest('message to delete not found');
  }

  return { answer, posted };
}

/** Everything that people see of it. */
function shownBy({ text, entities, rich_message: rich, photo, document, caption, caption_entities, media, reply_markup }: Payload): string {
  const seen = (one: unknown) => (one instanceof File ? `${one.name} of ${one.size} bytes` : one);
  return JSON.stringify([rich ?? text ?? caption, entities ?? caption_entities, seen(photo ?? document), media, reply_markup], (_, one) => seen(one));
}

const asMessage = ({ chat, id }: Posted) => ({ message_id: id, date: 1, chat: { id: chat, type: chat > 0 ? 'private' : 'supergroup' } });
