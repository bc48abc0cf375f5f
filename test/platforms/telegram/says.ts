import type { Update } from './updates.ts';

/** The bot of the stand-in. */
export const standInBot = { id: 424_242, name: 'bellhop_bot' } as const;

export interface Who {
  readonly id?: number;
  readonly name?: string;
  readonly language?: string;
  readonly isBot?: boolean;
}

export interface Where {
  /** Positive: the private chat of that person; negative: a group. Default: the person's own. */
  readonly chat?: number;
  readonly topic?: number;
  readonly messageId?: number;
  /** Unix seconds. */
  readonly date?: number;
  /** Fields put over the message. */
  readonly over?: Readonly<Record<string, unknown>>;
  readonly from?: Who;
}

/** What people do, as Updates. Each gets the next update_id unless it is given one. */
export function says(now: () => number) {
  let lastUpdate = 7_000;
  let lastMessage = 10;
  const next = (kind: string, value: unknown, id = ++lastUpdate): Update => ({ update_id: id, [kind]: value });
  const user = ({ id = 77, name = 'Ada', language = 'en', isBot = false }: Who = {}) => ({
    id,
    is_bot: isBot,
    first_name: name,
    username: name.toLowerCase(),
    language_code: language,
  });
  const chatOf = (id: number) => (id > 0 ? { id, type: 'private', first_name: 'Ada' } : { id, type: 'supergroup', title: 'Ops' });
  const message = (text: string, { chat, topic, messageId = ++lastMessage, date = Math.floor(now() / 1_000), from, over }: Where = {}) => {
    const speaker = user(from);
    return {
      message_id: messageId,
      from: speaker,
      chat: chatOf(chat ?? speaker.id),
      date,
      ...(topic === undefined ? {} : { message_thread_id: topic, is_topic_message: true }),
      text,
      entities: entitiesOf(text),
      ...over,
    };
  };
  return {
    message: (text: string, where: Where = {}, updateId?: number) => next('message', message(text, where), updateId),
    edit: (text: string, where: Where & { editDate?: number } = {}, updateId?: number) =>
      next('edited_message', { ...message(text, where), edit_date: where.editDate ?? Math.floor(now() / 1_000) }, updateId),
    /** Somebody reacts to a message: it comes as an edit that changes nothing, with the time of the reaction. */
    reacted: (text: string, where: Where & { messageId: number }, updateId?: number) =>
      next('edited_message', { ...message(text, where), edit_date: Math.floor(now() / 1_000) }, updateId),
    press(data: string, { chat, topic, messageId = ++lastMessage, from }: Where = {}, queryId = `q${lastUpdate + 1}`, updateId?: number) {
      const speaker = user(from);
      const under = message('Up.', {
        chat: chat ?? speaker.id,
        messageId,
        ...(topic === undefined ? {} : { topic }),
        from: { id: standInBot.id, name: standInBot.name, isBot: true },
      });
      return next('callback_query', { id: queryId, from: speaker, message: under, chat_instance: '1', data }, updateId);
    },
    added: (chat: number, from?: Who, updateId?: number) =>
      next(
        'my_chat_member',
        {
          chat: chatOf(chat),
          from: user(from),
          date: Math.floor(now() / 1_000),
          old_chat_member: { user: user({ id: standInBot.id, isBot: true }), status: 'left' },
          new_chat_member: { user: user({ id: standInBot.id, isBot: true }), status: 'member' },
        },
        updateId,
      ),
    other: (kind: string, value: unknown, updateId?: number) => next(kind, value, updateId),
  };
}

/** The entities that Telegram finds by itself. */
function entitiesOf(text: string): object[] {
  const found = (pattern: RegExp, type: string) => [...text.matchAll(pattern)].map((m) => ({ type, offset: m.index, length: m[0].length }));
  return [...found(/(?<![^\s])\/[A-Za-z0-9_]{1,32}(@[A-Za-z0-9_]+)?(?=\s|$)/g, 'bot_command'), ...found(/(?<!\w)@[A-Za-z0-9_]{3,32}/g, 'mention')];
}

export type Says = ReturnType<typeof says>;
