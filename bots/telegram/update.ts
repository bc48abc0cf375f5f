import type { Update } from 'telegraf/types';
import type { Inbound, Place, Speaker } from '../../shared/channel/inbound.ts';
import type { Clock } from '../../shared/clock.ts';
import { addressed, type Bot } from './addressed.ts';
import { filesOf } from './attached.ts';
import { deliveryKey, edits } from './edits.ts';
import { type Fields, instant, isFields, isId } from './fields.ts';

/** What an update comes to. `query`: a button was pressed and its press must be answered (answerCallbackQuery), whatever else. */
export type Understood =
  | { readonly kind: 'inbound'; readonly inbound: Inbound; readonly query?: string }
  | { readonly kind: 'nothing'; readonly query?: string }
  /** It takes the bot's own name to tell: not to be confirmed yet. */
  | { readonly kind: 'unnamed' }
  /** No Update at all. */
  | { readonly kind: 'invalid' };

/** The updates we ask for: getUpdates and setWebhook take this list. */
export const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const satisfies readonly Kind[];

type Kind = Update extends infer One ? (One extends Update ? Exclude<keyof One, 'update_id'> : never) : never;

const nothing: Understood = { kind: 'nothing' };
const invalid: Understood = { kind: 'invalid' };

/**
 * Reads one update, from the webhook or from getUpdates. Never throws, whatever the value. An edit is said again, under a key of its own, if its words are
 * new; service messages, channel posts, bots and what isn't addressed to us are nothing.
 */
export function updateReader(bot: Bot, clock: Clock): (update: unknown) => Understood {
  const known = edits();

  return (update) => {
    if (!isFields(update) || !isId(update.update_id) || update.update_id < 0) return invalid;
    const { update_id: id } = update;
    if (isFields(update.message)) return message(update.message, id, false);
    if (isFields(update.edited_message)) return message(update.edited_message, id, true);
    if (isFields(update.callback_query)) return press(update.callback_query, String(id));
    if (isFields(update.my_chat_member)) return joined(update.my_chat_member, String(id));
    return nothing;
  };

  function message(said: Fields, id: number, isEdit: boolean): Understood {
    const { chat } = said;
    // A channel's post copied into its discussion group, and what an inline bot wrote for somebody, are nobody's words to us.
    if (!isFields(chat) || said.is_automatic_forward === true || said.via_bot !== undefined) return nothing;
    const from = whoSaid(said, chat);
    if (!from) return nothing;
    const place = placeOf(bot, chat, from, said);
    if (!place) return nothing;
    const words = addressed(said, bot, place.direct ?? false);
    if (words === null) return nothing;
    if (words === 'unnamed') return { kind: 'unnamed' };
    const key = keyOf(said, id, isEdit);
    if (key === null) return nothing;
    const { start, ...text } = words;
    const what = start ? ({ kind: 'event', event: 'welcome' } as const) : ({ kind: 'text', ...text } as const);
    const saidAt = instant(isEdit ? said.edit_date : said.date, clock.now());
    const files = typeof said.text === 'string' ? [] : filesOf(said);
    const inbound = { key, place, from: speaker(from), said: what, ...(files.length > 0 ? { files } : undefined), ...locale(from), saidAt };
    return { kind: 'inbound', inbound };
  }

  /** The delivery key; null when it says nothing new. */
  function keyOf({ chat, message_id, text, caption, date, edit_date }: Fields, update: number, isEdit: boolean): string | null {
    if (!isFields(chat) || !isId(chat.id) || !isId(message_id)) return String(update);
    const words = typeof text === 'string' ? text : typeof caption === 'string' ? caption : '';
    const said = { update, chat: chat.id, message: message_id, words };
    const key = deliveryKey(said);
    if (!isEdit) {
      known.said(said);
      return key;
    }
    const news = known.newsOf(said, (instant(edit_date, Number.NaN) - instant(date, Number.NaN)) / 1_000);
    if (news === 'none') return null;
    return news === 'again' ? `${key}:${update}` : key;
  }

  /** The message with the button may be too old to be told: then it has only its chat and id (InaccessibleMessage). */
  function press(query: Fields, key: string): Understood {
    const { id, from, data, message: under } = query;
    if (typeof id !== 'string' || id === '' || id.length > 256) return nothing;
    const place = isPerson(from) && isFields(under) && isFields(under.chat) ? placeOf(bot, under.chat, from, under, { query: id }) : null;
    if (!place || !isPerson(from) || typeof data !== 'string' || data === '' || data.length > 256) return { kind: 'nothing', query: id };
    const said = { kind: 'action', token: data } as const;
    return { kind: 'inbound', inbound: { key, place, from: speaker(from), said, ...locale(from), saidAt: clock.now() }, query: id };
  }

  /** Added to a group. In a private chat this only tells of blocking and unblocking: there `/start` is the welcome, so that it comes once. */
  function joined(change: Fields, key: string): Understood {
    const { chat, old_chat_member: before, new_chat_member: after, date } = change;
    if (!isFields(chat) || chat.type === 'private' || isHere(before) || !isHere(after)) return nothing;
    // Added by an anonymous admin: here no `sender_chat` says so.
    const from = whoSaid({ from: change.from, sender_chat: chat }, chat);
    const place = from && placeOf(bot, chat, from, {});
    if (!place) return nothing;
    const said = { kind: 'event', event: 'welcome' } as const;
    return { kind: 'inbound', inbound: { key, place, from: speaker(from), said, ...locale(from), saidAt: instant(date, clock.now()) } };
  }
}

type PersonFields = Fields & { readonly id: number };

/** Bots aren't answered: neither ourselves nor others, nor the one that stands for whoever speaks as a channel. */
const isPerson = (from: unknown): from is PersonFields => isFields(from) && isId(from.id) && from.is_bot !== true;

/** An anonymous admin's words come from a bot that stands for all of them, and from the group as their `sender_chat` (Message): then the group speaks. */
function whoSaid({ from, sender_chat: as }: Fields, chat: Fields): PersonFields | null {
  if (isPerson(from)) return from;
  return isFields(as) && isId(as.id) && as.id === chat.id ? { id: as.id, first_name: chat.title } : null;
}

const present: ReadonlySet<unknown> = new Set(['member', 'administrator', 'creator']);

function isHere(member: unknown): boolean {
  if (!isFields(member)) return false;
  return present.has(member.status) || (member.status === 'restricted' && member.is_member === true);
}

/** Null for channels and what is no chat. A `message_thread_id` is a topic only where `is_topic_message` says so; else it can't be sent to. */
function placeOf(bot: Bot, chat: Fields, from: PersonFields, under: Fields, via?: Readonly<Record<string, string>>): Place | null {
  const direct = chat.type === 'private';
  if (!isId(chat.id) || !(direct || chat.type === 'group' || chat.type === 'supergroup')) return null;
  return {
    channel: 'telegram',
    bot: 'main',
    tenant: String(bot.id),
    conversation: String(chat.id),
    ...(under.is_topic_message === true && isId(under.message_thread_id) ? { thread: String(under.message_thread_id) } : undefined),
    ...(isId(under.message_id) ? { message: String(under.message_id) } : undefined),
    ...(direct ? { direct } : undefined),
    user: String(from.id),
    ...(via ? { via } : undefined),
  };
}

function speaker(from: PersonFields): Speaker {
  const name = [from.first_name, from.last_name].filter((part) => typeof part === 'string' && part !== '').join(' ') || from.username;
  return typeof name === 'string' && name !== '' ? { user: String(from.id), name: name.slice(0, 128) } : { user: String(from.id) };
}

function locale(from: Fields): { locale: string } | undefined {
  const code = from.language_code;
  return typeof code === 'string' && code.length <= 35 && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(code) ? { locale: code } : undefined;
}
