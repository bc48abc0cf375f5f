import { hasFile } from './attached.ts';
import { type Fields, isFields } from './fields.ts';

/** Who the bot is, as far as it knows. */
export interface Bot {
  readonly id: number;
  /** Its username without `@`; undefined until Telegram has told it. */
  name(): string | undefined;
}

/** Whether words are for us: with mention and slash taken off; null when they aren't; `unnamed` when it takes the bot's own name to tell. */
export type Addressed = { readonly text: string; readonly start?: true; readonly explicit?: true } | 'unnamed' | null;

/** Telegram's bot_command: 1–32 of these characters, with `@name` where several bots are in a group (Bot API, bot commands). */
const command = /^\/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,32}))?(?=\s|$)/;

/**
 * In a private chat everything is for us, in a group commands, mentions of the bot and replies to it. A command for another bot's `@name` is for
 * nobody here.
 */
export function addressed(message: Fields, bot: Bot, direct: boolean): Addressed {
  const said = words(message);
  if (said === null) return null;
  const own = ownMentions(said, bot);
  const found = command.exec(said.text);
  if (found) {
    const [head, name, target] = found;
    if (target !== undefined) {
      const known = bot.name();
      if (known === undefined) return 'unnamed';
      if (known.toLowerCase() !== target.toLowerCase()) return null;
    }
    const rest = without(said.text, own.ranges, head.length);
    return name?.toLowerCase() === 'start' ? { text: rest, start: true } : { text: `${name} ${rest}`.trimEnd(), explicit: true };
  }
  const text = () => without(said.text, own.ranges, 0).replace(/^\//, '');
  if (direct || own.ranges.length > 0 || repliesTo(message, bot)) return { text: text() };
  return own.undecided ? 'unnamed' : null;
}

interface Words {
  readonly text: string;
  readonly entities: readonly unknown[];
}

function words(message: Fields): Words | null {
  const [text, entities] = typeof message.text === 'string' ? [message.text, message.entities] : [message.caption, message.caption_entities];
  // A file may come without a word.
  if (typeof text !== 'string') return hasFile(message) ? { text: '', entities: [] } : null;
  return { text: text.slice(0, 4_096), entities: Array.isArray(entities) ? entities.slice(0, 200) : [] };
}

/** Where the bot is mentioned; `undecided`: someone is, and the bot's name isn't known yet. Offsets are UTF-16 units (MessageEntity), as in JavaScript. */
function ownMentions({ text, entities }: Words, bot: Bot): { ranges: (readonly [number, number])[]; undecided: boolean } {
  const ranges: (readonly [number, number])[] = [];
  let undecided = false;
  for (const entity of entities) {
    if (!isFields(entity) || typeof entity.offset !== 'number' || typeof entity.length !== 'number') continue;
    const end = entity.offset + entity.length;
    if (entity.type === 'mention') {
      const name = bot.name();
      if (name === undefined) undecided = true;
      else if (text.slice(entity.offset, end).toLowerCase() === `@${name.toLowerCase()}`) ranges.push([entity.offset, end]);
    } else if (entity.type === 'text_mention' && isFields(entity.user) && entity.user.id === bot.id) ranges.push([entity.offset, end]);
  }
  return { ranges, undecided };
}

/** The text from `start` on, without these ranges. */
function without(text: string, ranges: readonly (readonly [number, number])[], start: number): string {
  let at = start;
  let rest = '';
  for (const [from, to] of ranges) {
    if (from < at) continue;
    rest += text.slice(at, from).trimEnd();
    at = to;
    if (rest !== '') rest += ' ';
  }
  return (rest + text.slice(at).trimStart()).trim();
}

/** In a topic every message names the topic's first one as what it replies to, which may be the bot's: that is no reply. */
function repliesTo(message: Fields, bot: Bot): boolean {
  const replied = message.reply_to_message;
  return isFields(replied) && isFields(replied.from) && replied.from.id === bot.id && replied.forum_topic_created === undefined;
}
