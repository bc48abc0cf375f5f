import { BellhopError } from '../errors.ts';

/** What is told to all who want to hear it. */
export interface Message {
  /** The publisher's: a subscriber that hears it twice knows it by this. 1–200 characters. */
  readonly id: string;
  /** What filters look at: at most 10, see check.ts. */
  readonly attributes: Readonly<Record<string, string>>;
  /** A value that JSON keeps, at most 4 MiB of it. */
  readonly body: unknown;
}

/** What an attribute may be: one of these, or of those that begin so. */
export type Wanted = readonly (string | { readonly prefix: string })[];

/** Wants messages that have each of these attributes (5 at most) as wanted; an empty one wants all. */
export type Filter = Readonly<Record<string, Wanted>>;

/** Declared once, by who subscribes: every driver makes what it needs of it. */
export interface Subscription {
  readonly topic: string;
  /** The subscriber's own; those of one name share the messages. */
  readonly name: string;
  readonly filter: Filter;
}

export interface ConsumeOptions {
  readonly signal: AbortSignal;
  /** Hears what the handler still throws at 4 days after it was published; it isn't handed out again. One that throws hears it again. */
  readonly dead: (message: Message, cause: unknown) => Promise<void>;
}

export const bodyBytesMax = 4 * 2 ** 20;
/** How long a message is tried, ms; and how long it is kept for a subscriber that is away, SQS's longest. */
export const triedMs = 4 * 86_400_000;
export const keptMs = 14 * 86_400_000;

/** A message is larger than a topic takes. */
export class MessageTooLarge extends BellhopError {
  constructor(topic: string, bytes: number) {
    super('message_too_large', `A message of ${bytes} bytes is too large for the topic ${topic}: ${bodyBytesMax} are allowed.`, {
      hint: 'Keep the large part as a blob.',
    });
  }
}

/**
 * Tells messages to every subscriber that wants them: each at least once, in no order, also when it was not there at the time, unless it
 * stays away for more than 14 days. All throw StorageFailed for what may
 * be repeated, and TypeError for names and attributes that can't be (see check.ts).
 */
export interface Topics {
  /** Durable for each subscriber when it resolves; repeated, it may be heard twice. Throws MessageTooLarge. */
  publish(topic: string, message: Message): Promise<void>;
  /** From now on messages are kept for it; again with another filter, by that one (which may take minutes to hold). */
  subscribe(subscription: Subscription): Promise<void>;
  /** No more are kept for it, and what was is dropped; nothing happens when there was none. */
  unsubscribe(subscription: Pick<Subscription, 'topic' | 'name'>): Promise<void>;
  /** Hands messages to `handler`, several at once, until `signal` ends it; then waits for those under way. A handler that throws gets it again, later and later. */
  consume(subscription: Subscription, handler: (message: Message) => Promise<void>, options: ConsumeOptions): Promise<void>;
}
