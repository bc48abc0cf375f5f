import type { CommandRecord, Inbox } from '../inbox/inbox.ts';
import { type Trouble, type TroubleParts, troubleBook } from './trouble.ts';

/** Dead letters looked at in one go; what is left follows with the next. */
const lookedAtMax = 1_000;
/** What is older than this is nobody's answer any more: an admin redrives it, or drops it. */
const freshMs = 86_400_000;

/**
 * Sends what was refused for a bot's token alone, once its platform lets it in again: what was to be said in the last day is said by itself. Answers how many. Once more changes nothing. Throws StorageFailed.
 */
export function mender({ inbox, ...parts }: TroubleParts & { readonly inbox: Pick<Inbox, 'list' | 'redrive'> }): () => Promise<number> {
  const book = troubleBook(parts);
  return async () => {
    const over = await book.over();
    if (over.length === 0) return 0;
    const dead = await inbox.list({ dead: true }, lookedAtMax);
    const held = dead.filter(
      (record) => isFresh(record, parts.clock.now()) && over.some((trouble) => parts.channels.has(trouble.channel) && isHeldBy(record, trouble)),
    );
    let redriven = 0;
    for (const { command } of held) if (await inbox.redrive(command.id)) redriven++;
    await book.forget(over);
    return redriven;
  };
}

const isFresh = ({ endedAt = 0 }: CommandRecord, now: number) => now - endedAt < freshMs;

/** What was said elsewhere by that bot, for its person had a home there, is known by the words of the refusal alone. */
function isHeldBy({ command: { place }, state, delivery }: CommandRecord, { channel, bot, tenant, reasons }: Trouble): boolean {
  if (state === 'dead' || delivery.state !== 'dead' || !reasons.includes(delivery.reason)) return false;
  return place.channel !== channel || (place.bot === bot && place.tenant === tenant);
}
