import type { Message } from '../../shared/channel/channel.ts';

/** One message for the page of a conversation. */
export interface Entry {
  /** Grows within a feed; `<feed>.<number>`. */
  readonly id: string;
  readonly message: Message;
  /** The entry that this one takes the place of. */
  readonly replaces?: string;
  /** What it was sent under, while no page has been told it. */
  readonly unseen?: string;
}

export type Listener = (entry: Entry) => void;

interface Conversation {
  readonly entries: { readonly n: number; entry: Entry }[];
  readonly listeners: Set<Listener>;
}

/** Messages kept for a page that comes back, and conversations remembered; the oldest go first. */
const entriesMax = 200;
const conversationsMax = 500;

/**
 * What was said to the pages: shown at once where one is open, and kept for those that come back (closed lid, reload). In memory: after a restart a page
 * still shows what it had, and goes on from there.
 */
export class Feed {
  readonly #name: string;
  readonly #conversations = new Map<string, Conversation>();
  #count = 0;

  /** `name` tells this feed's ids from those of another run. */
  constructor(name: string) {
    this.#name = name;
  }

  /** Adds a message, sent under `key`, and answers its id. */
  say(conversation: string, message: Message, key: string, replaces?: string): string {
    const n = ++this.#count;
    const { entries, listeners } = this.#of(conversation);
    const entry: Entry = { id: `${this.#name}.${n}`, message, ...(replaces === undefined ? {} : { replaces }) };
    entries.push({ n, entry: listeners.size > 0 ? entry : { ...entry, unseen: key } });
    if (entries.length > entriesMax) entries.shift();
    for (const listen of listeners) listen(entry);
    return entry.id;
  }

  /** Whether a page follows it now. */
  isFollowed(conversation: string): boolean {
    return (this.#conversations.get(conversation)?.listeners.size ?? 0) > 0;
  }

  /** Tells `listen` everything after the entry `after` (all that is kept when it is of another run), and then what comes. Answers how to stop. */
  follow(conversation: string, after: string | undefined, listen: Listener): () => void {
    const { entries, listeners } = this.#of(conversation);
    const [name, number] = after?.split('.') ?? [];
    const from = name === this.#name ? Number(number) : 0;
    for (const one of entries) {
      if (one.n <= from) continue;
      const { unseen, ...seen } = one.entry;
      listen(one.entry);
      if (unseen !== undefined) one.entry = seen;
    }
    listeners.add(listen);
    return () => void listeners.delete(listen);
  }

  #of(name: string): Conversation {
    const found = this.#conversations.get(name) ?? { entries: [], listeners: new Set() };
    this.#conversations.delete(name);
    this.#conversations.set(name, found);
    if (this.#conversations.size > conversationsMax) {
      for (const [oldest, { listeners }] of this.#conversations) {
        if (listeners.size > 0) continue;
        this.#conversations.delete(oldest);
        break;
      }
    }
    return found;
  }
}
