import { type Attributes, type CommandItem, itemOf, names } from './item.ts';

/** Where what is too large for an item is kept: objects by key. Each rejects when it can't. */
export interface Parts {
  put(key: string, text: string): Promise<void>;
  /** Null when there is none. */
  get(key: string): Promise<string | null>;
  delete(key: string): Promise<void>;
}

/**
 * Replies of more bytes than this are kept by reference. DynamoDB takes items up to 400 KB, and every write of one costs by its size: beyond this, an object that is
 * written once is cheaper, too.
 */
export const repliesMax = 32_768;
/** What is being spoken is read once more at once, by what is to be there quickly: up to this many bytes it stays in the item, whatever it costs. */
export const spokenMax = 300_000;

const lost = JSON.stringify([{ text: 'What was answered is not kept any more.' }]);

/** The item with its replies. */
export async function filled(item: CommandItem, parts: Parts): Promise<CommandItem> {
  return item.part === null ? item : { ...item, replies: (await parts.get(item.part)) ?? lost };
}

/** What was read, with its replies; null when there was nothing, or its retention has ended: the table deletes it days later. */
export async function live(attributes: Attributes | null, now: number, parts: Parts): Promise<CommandItem | null> {
  const expiry = attributes?.[names.expiry]?.N;
  if (!attributes || (expiry !== undefined && Number(expiry) * 1_000 <= now)) return null;
  return filled(itemOf(attributes), parts);
}

/** The item as it will be written after a change: replies that grew too large are put away first, under a key that no other write uses. */
export async function putAway(after: CommandItem, before: CommandItem, parts: Parts): Promise<CommandItem> {
  if (after.replies === before.replies) return after;
  const most = after.delivery === 'sent' ? spokenMax : repliesMax;
  if (after.replies === null || Buffer.byteLength(after.replies) <= most) return { ...after, part: null };
  const part = `inbox/${after.id}/${after.writeId}`;
  await parts.put(part, after.replies);
  return { ...after, part };
}
