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

/**
 * Tells edits that changed words from those that didn't. Telegram sends an `edited_message` also when somebody reacts to the message or its link preview
 * goes, with an `edit_date` of then (Update: "may at times be triggered by changes to message fields that are either unavailable or not actively used by
 * your bot"), and it can't be told from the update. So what was said is remembered, in this process alone: it costs the accept path no write.
 */
export interface Edits {
  /** Remembers what a message said. */
  said(what: Said): void;
  /** Whether an edit says something new; `seconds`: how long after the message. Its second telling, under the same update_id, answers as the first. */
  isNew(edit: Said, seconds: number): boolean;
}

interface Last {
  readonly update: number;
  readonly print: number;
}

export function edits(): Edits {
  // Two generations: to look for the oldest of one takes longer than all the rest of receiving.
  let young = new Map<string, Last>();
  let old: ReadonlyMap<string, Last> = new Map();
  const lastOf = (key: string) => young.get(key) ?? old.get(key);

  function remember(key: string, { update, words }: Said): void {
    young.set(key, { update, print: printOf(words) });
    if (young.size < rememberedMin) return;
    old = young;
    young = new Map();
  }

  return {
    said(what) {
      const key = keyOf(what);
      // One that comes again after its edit has nothing newer to tell.
      if ((lastOf(key)?.update ?? 0) <= what.update) remember(key, what);
    },
    isNew(edit, seconds) {
      const key = keyOf(edit);
      const before = lastOf(key);
      const isNew = before ? before.update === edit.update || before.print !== printOf(edit.words) : seconds <= correctionSeconds;
      if (isNew || !before) remember(key, edit);
      return isNew;
    },
  };
}

const keyOf = ({ chat, message }: Said) => `${chat}:${message}`;

/** FNV-1a of its UTF-16 units, and its length: words that differ but have the same are one in thousands of millions. */
function printOf(words: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words.charCodeAt(i), 0x01000193);
  return words.length * 0x1_0000_0000 + (hash >>> 0);
}
