import type { Method } from './api.ts';
import type { TelegramRefused } from './refusal.ts';

/** A call as it goes out. */
export interface Request {
  readonly method: Method;
  readonly payload: Readonly<Record<string, unknown>>;
  /** What is sent when Telegram can't fetch the picture. */
  readonly instead?: { readonly method: Method; readonly payload: object } | undefined;
}

/** Words of the server when it couldn't take a photo from its address, or may not show one, or a file, here. */
const photoWords = [
  'failed to get HTTP URL content',
  'wrong type of the web page content',
  'wrong file identifier/HTTP URL specified',
  'PHOTO_INVALID',
  'IMAGE_PROCESS_FAILED',
  'WEBPAGE_',
  'wrong remote file identifier',
  'rights to send photos',
  'CHAT_SEND_PHOTOS_FORBIDDEN',
  'rights to send documents',
  'CHAT_SEND_DOCS_FORBIDDEN',
  'Request Entity Too Large',
];

/** Words of a server that knows no rich messages, or takes none like this one. */
const notRich = /method not found|text is empty|rich/i;

/** The same message in a way that this refusal allows: to the supergroup a group has become, outside a topic that is gone, without the picture. Null when there is none. */
export function repaired({ method, payload, instead }: Request, { status, description, migrateTo }: TelegramRefused): Request | null {
  if (payload.rich_message !== undefined && (status === 400 || status === 404) && notRich.test(description))
    return withoutPicture({ method, payload, instead });
  if (status !== 400 && status !== 413) return null;
  if (migrateTo !== undefined && payload.message_id === undefined && payload.chat_id !== migrateTo)
    return moved({ method, payload, instead }, migrateTo);
  if (payload.message_thread_id !== undefined && /message thread not found|TOPIC_DELETED|TOPIC_ID_INVALID/.test(description)) {
    const { message_thread_id: _, ...rest } = payload;
    return { method, payload: rest, instead };
  }
  return photoWords.some((words) => description.toLowerCase().includes(words.toLowerCase())) ? withoutPicture({ method, payload, instead }) : null;
}

/** What is sent instead of a picture or a file, to the same chat. Null for what has none. */
export function withoutPicture({ payload: { chat_id, message_thread_id }, instead }: Request): Request | null {
  return (
    (instead && {
      method: instead.method,
      payload: { ...instead.payload, chat_id, ...(message_thread_id === undefined ? {} : { message_thread_id }) },
    }) ??
    null
  );
}

/** Messages have other numbers in the supergroup: what was quoted here would be another one there. */
function moved({ method, payload: { reply_parameters: _, ...payload }, instead }: Request, chat: number): Request {
  return { method, payload: { ...payload, chat_id: chat }, instead };
}

/** The message to edit is gone, too old, or of another kind: a new one takes its place. */
export function mustSendAnew({ status, description, migrateTo }: TelegramRefused): boolean {
  if (status !== 400) return false;
  return (
    migrateTo !== undefined ||
    /message to edit not found|message can't be edited|there is no text in the message|MESSAGE_ID_INVALID|message identifier/i.test(description)
  );
}
