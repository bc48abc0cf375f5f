import type { Channel, SendOptions, Sent } from '../../shared/channel/channel.ts';
import type { Place } from '../../shared/channel/inbound.ts';
import { bytesOf } from '../../shared/channel/outgoing-file.ts';
import { BellhopError } from '../../shared/errors.ts';
import { type Drawing, isDrawing } from '../../shared/picture/drawing.ts';
import type { Api } from './api.ts';
import { isFields } from './fields.ts';
import { asTelegramMessage, type Call, type TelegramMessage } from './message.ts';
import type { Queries } from './queries.ts';
import { TelegramRefused } from './refusal.ts';
import { mustSendAnew, type Request, repaired, withoutPicture } from './repair.ts';
import { paragraphs } from './rich.ts';
import type { Entity } from './styled.ts';
import { whispers } from './whisper.ts';

/** A request is mended at most once for each thing that can be mended: chat, topic, picture. */
const repairsMax = 3;

/** Sends what `render` made. The message's name for a later edit is `chat:message`, for a private answer may stand in another chat than the place. */
export function sender(api: Api, queries: Queries): Channel['send'] {
  const whisper = whispers(api);
  return async (message, place, options) => {
    const { signal, edit, onlyEdit } = options;
    const rendered = asTelegramMessage(message);
    // The spinner of the pressed button: its failure is none of the reply's.
    if (place.via?.query !== undefined) void queries.answer(place.via.query, signal);
    if (onlyEdit) return (edit === undefined ? null : await replaceMessage(rendered, edit, options)) ?? {};
    const { user } = place;
    return rendered.privately !== undefined && place.direct !== true && user !== undefined
      ? sendPrivately({ ...rendered, privately: rendered.privately }, place, user, options)
      : replaceOrSend(rendered, place, options);
  };

  /** To them alone in the group; else into the person's own chat with the bot; where they haven't started it, or have blocked it, into the place, with the note. */
  async function sendPrivately(
    message: TelegramMessage & { readonly privately: string },
    place: Place,
    user: string,
    options: SendOptions,
  ): Promise<Sent> {
    const { edit } = options;
    const own = edit !== undefined && chatOf(edit) === user ? await ifReachable(replaceMessage(message, edit, options)) : null;
    if (own) return own;
    if (await whisper.send(message, place, user, options)) return {};
    return (await ifReachable(sendToPerson(message, user, options))) ?? replaceOrSend(withNote(message, message.privately), place, options);
  }

  /** What was last said about the same may stand in a person's own chat, or in the group: it is replaced only where this one belongs too. */
  async function replaceOrSend(message: TelegramMessage, place: Place, options: SendOptions): Promise<Sent> {
    const { edit } = options;
    const replaces = edit !== undefined && isPrivateChat(chatOf(edit)) === (place.direct ?? false);
    return (replaces ? await replaceMessage(message, edit, options) : null) ?? sendHere(message, place, options);
  }

  function sendHere({ method, payload, instead }: TelegramMessage, place: Place, options: SendOptions): Promise<Sent> {
    const thread = place.thread === undefined ? {} : { message_thread_id: Number(place.thread) };
    return attempt({ method, payload: { ...payload, chat_id: Number(place.conversation), ...thread }, instead }, options);
  }

  function sendToPerson({ method, payload, instead }: TelegramMessage, user: string, options: SendOptions): Promise<Sent> {
    const { reply_parameters: _, ...rest } = payload;
    return attempt({ method, payload: { ...rest, chat_id: Number(user) }, instead: instead && { ...instead, payload: unquoted(instead) } }, options);
  }

  /** Null when a new message must take its place. That nothing changed is success: a repeat of an edit that arrived. */
  async function replaceMessage({ method, payload, instead }: TelegramMessage, edit: string, options: SendOptions): Promise<Sent | null> {
    const [chat_id, message_id] = edit.split(':').map(Number);
    if (!Number.isSafeInteger(chat_id) || !Number.isSafeInteger(message_id)) return null;
    const isText = method === 'sendMessage' || method === 'sendRichMessage';
    const what = isText ? editable(payload) : asMedia(editable(payload), method === 'sendPhoto' ? 'photo' : 'document');
    const request: Request = {
      method: isText ? 'editMessageText' : 'editMessageMedia',
      payload: { ...what, chat_id, message_id },
      instead: instead && { method: 'editMessageText', payload: { ...editable(instead.payload), message_id } },
    };
    return attempt(request, options).catch((cause) => {
      if (!(cause instanceof TelegramRefused)) throw cause;
      if (cause.status === 400 && cause.description.includes('message is not modified')) return { message: edit };
      if (mustSendAnew(cause)) return null;
      throw cause;
    });
  }

  async function attempt(first: Request, options: SendOptions): Promise<Sent> {
    let request = first;
    for (let repairs = 0; ; repairs++) {
      try {
        return sentBy(await api.call(request.method, await withUpload(request.payload, options), { signal: options.signal }), request);
      } catch (cause) {
        const mended = repairs < repairsMax ? mendedAfter(request, cause) : null;
        if (!mended) throw cause;
        request = mended;
      }
    }
  }
}

function mendedAfter(request: Request, cause: unknown): Request | null {
  if (cause instanceof TelegramRefused) return repaired(request, cause);
  return cause instanceof BellhopError && (cause.code === 'not_drawn' || cause.code === 'answer_file_gone') ? withoutPicture(request) : null;
}

/** With the picture of a chart, or the file, in it; telegraf makes a form of that, of whose other members we have to make texts. Throws NotDrawn, and SendFailed for a file that is gone. */
async function withUpload(payload: Request['payload'], options: SendOptions): Promise<object> {
  const { photo, document, media, caption_entities, reply_parameters } = payload;
  if (isDrawing(photo) || isOurs(document)) {
    const texts = Object.entries({ caption_entities, reply_parameters }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, JSON.stringify(value)]],
    );
    const file = isOurs(document) ? { document: await readFor(document, options) } : isDrawing(photo) ? { photo: await fileOf(photo) } : {};
    return { ...payload, ...Object.fromEntries(texts), ...file };
  }
  if (!isFields(media)) return payload;
  if (isDrawing(media.media)) return { ...payload, media: { ...media, media: await fileOf(media.media) } };
  return isOurs(media.media) ? { ...payload, media: { ...media, media: await readFor(media.media, options) } } : payload;
}

type Ours = Extract<Call, { method: 'sendDocument' }>['payload']['document'];
const isOurs = (value: unknown): value is Ours => isFields(value) && typeof value.blob === 'string';

async function readFor({ blob, name }: Ours, options: SendOptions): Promise<object> {
  return { source: Buffer.from(await bytesOf(blob, options)), filename: name };
}

async function fileOf({ chart, locale }: Drawing): Promise<object> {
  const { pictureOf } = await import('../../shared/picture/picture.ts');
  return { source: Buffer.from(await pictureOf(chart, locale)), filename: 'chart.png' };
}

function sentBy(result: unknown, { payload }: Request): Sent {
  if (!isFields(result)) return {};
  const chat = isFields(result.chat) ? result.chat.id : payload.chat_id;
  return typeof result.message_id === 'number' ? { message: `${chat}:${result.message_id}` } : {};
}

/** The chat of a message's name. */
const chatOf = (message: string) => message.slice(0, Math.max(0, message.indexOf(':')));

/** Telegram: the id of a private chat is that of its person; those of groups are negative. */
const isPrivateChat = (chat: string) => Number(chat) > 0;

/** Null when the person has not started the bot, or has blocked it. */
function ifReachable(sending: Promise<Sent | null>): Promise<Sent | null> {
  return sending.catch((cause) => {
    if (cause instanceof TelegramRefused && (cause.status === 403 || cause.code === 'telegram_chat_not_found')) return null;
    throw cause;
  });
}

/** Without what an edit doesn't take: the quote, and a markup that is no inline keyboard. */
function editable({ reply_parameters: _, reply_markup: markup, ...rest }: Call['payload']): Readonly<Record<string, unknown>> {
  return markup && 'inline_keyboard' in markup ? { ...rest, reply_markup: markup } : rest;
}

function unquoted({ payload }: Call): object {
  const { reply_parameters: _, ...rest } = payload;
  return rest;
}

/** sendPhoto's and sendDocument's members in the form of editMessageMedia. */
function asMedia({ photo, document, caption, caption_entities, ...rest }: Readonly<Record<string, unknown>>, type: 'photo' | 'document'): object {
  return { ...rest, media: { type, media: photo ?? document, caption, caption_entities } };
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
  if (call.method === 'sendRichMessage') {
    const { rich_message } = call.payload;
    const blocks = [...paragraphs({ text: note.trim(), entities: [] }), ...rich_message.blocks];
    return { ...call, payload: { ...call.payload, rich_message: { ...rich_message, blocks } } };
  }
  const { caption, caption_entities } = call.payload;
  const words = { caption: note + caption, caption_entities: moved(caption_entities) };
  return call.method === 'sendPhoto' ? { ...call, payload: { ...call.payload, ...words } } : { ...call, payload: { ...call.payload, ...words } };
}
