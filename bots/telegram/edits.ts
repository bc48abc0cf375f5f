/** At least as many messages, and at most twice as many, have their last words remembered. */
const rememberedMin = 4_096;

/** An edit of a message that isn't remembered is a person's correction up to this long after it was said, seconds; later it is most likely a reaction. */
const correctionSeconds = 15 * 60;

/** A message as a person said it. */
export interface Said {
  readonly update: number;
  readonly chat: number;
  readonly message: number;
  readonly words: string;
}

/** What a telling of words is: new; words that the message had before and has again; or no news. */
export type News = 'new' | 'again' | 'none';

/**
 * Tells edits that changed words from those that didn't. Telegram sends an `edited_message` also when somebody reacts to the message or its link preview
 * goes, with an `edit_date` of then (Update: "may at times be triggered by changes to message fields that are either unavailable or not actively used by
 * your bot"), and it can't be told from the update. So what was said is remembered, in this process alone: it costs the accept path no write. What another
 * process was told is known by its delivery key, which is that of the words.
 */
export interface Edits {
  /** Remembers what a message said. */
  said(what: Said): void;
  /** Whether an edit says something new; `seconds`: how long after the message. Its second telling, under the same update_id, answers as the first. */
  newsOf(edit: Said, seconds: number): News;
}

interface Last {
  readonly update: number;
  readonly print: number;
  readonly news: News;
  /** What it said before, the latest last. */
  readonly former: readonly number[];
}

/** So many former words of a message are remembered. */
const formerMax = 8;

export function edits(): Edits {
  // Two generations: to look for the oldest of one takes longer than all the rest of receiving.
  let young = new Map<string, Last>();
  let old: ReadonlyMap<string, Last> = new Map();
  const lastOf = (key: string) => young.get(key) ?? old.get(key);

  function remember(key: string, last: Last): News {
    young.set(key, last);
    if (young.size >= rememberedMin) {
      old = young;
      young = new Map();
    }
    return last.news;
  }

  return {
    said(what) {
      const key = keyOf(what);
      // One that comes again after its edit has nothing newer to tell.
      if ((lastOf(key)?.update ?? 0) <= what.update) remember(key, { update: what.update, print: printOf(what.words), news: 'new', former: [] });
    },
    newsOf(edit, seconds) {
      const key = keyOf(edit);
      const { update } = edit;
      const print = printOf(edit.words);
      const last = lastOf(key);
      if (!last) return remember(key, { update, print, news: seconds <= correctionSeconds ? 'new' : 'none', former: [] });
      if (last.update === update) return last.news;
      if (last.print === print) return 'none';
      const former = [...last.former, last.print].slice(-formerMax);
      return remember(key, { update, print, news: former.includes(print) ? 'again' : 'new', former });
    },
  };
}

/** The delivery key of words: the same for a reaction to them, by whichever process it is read. */
export const deliveryKey = (said: Said) => `${keyOf(said)}:${printOf(said.words).toString(36)}`;

const keyOf = ({ chat, message }: Said) => `${chat}:${message}`;

/** FNV-1a of its UTF-16 units, and its length: words that differ but have the same are one in thousands of millions. */
function printOf(words: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words.charCodeAt(i), 0x01000193);
  return words.length * 0x1_0000_0000 + (hash >>> 0);
}
