import { type ErrorDetails, SendFailed } from '../errors.ts';

/** A file that goes with a message. */
export interface Attachment {
  readonly name: string;
  readonly contentType: string;
  readonly content: Uint8Array;
  /** The page shows it at `cid:` and this, and it is offered as a file nowhere (RFC 2392). */
  readonly cid?: string;
}

/** One message to one person: many are sent one by one, so that each has an end of its own. */
export interface Email {
  /** The sender's own, 1–500 characters: the same when it is sent again after an unclear end, so that the reader's mail program can know it for one. */
  readonly key: string;
  /** An address without a name, `ann@example.com`. */
  readonly to: string;
  /** Shown in one line: what breaks lines in it becomes a space. */
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments?: readonly Attachment[];
  /** Where answers go, when not to the sender. */
  readonly replyTo?: string;
  /** The message ids that it answers, oldest first: mail programs show it below them. */
  readonly thread?: readonly string[];
  /** Others than what the rest of this makes, such as `List-Unsubscribe`. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Sent {
  /** The Message-ID that it goes by, with its angle brackets: an answer to it names this. */
  readonly id: string;
}

/** What all of a message may be as it is sent, attachments and their encoding included: what most mail servers take. */
export const emailBytesMax = 25 * 2 ** 20;

/** The server takes nothing for this address, ever: the mailbox or its domain isn't there. No other try mends it, and none should be made. */
export class AddressRefused extends SendFailed {
  /** The server's words. */
  readonly said: string;

  constructor(code: string, message: string, said: string, details: Omit<ErrorDetails, 'retryable'> = {}) {
    super(code, message, details);
    this.said = said;
  }
}

/** Sends messages from the installation's address. */
export interface Mail {
  /**
   * Resolves when the next server has taken it, not when it has arrived: see event.ts for what comes back. Throws SendFailed: `retryable` when another try may do,
   * `maybeSent` when it went out and no answer came; not for what can't be sent to anyone: code `mail_address` or `mail_too_large`; AddressRefused when the address is none that gets mail, as far as the next server knows. TypeError for headers that are none.
   */
  send(email: Email, options?: { readonly signal?: AbortSignal }): Promise<Sent>;
  /** Tries whether the next server would take something, with nothing sent; left out where that can't be told. Throws SendFailed, which says what is in the way. For doctor. */
  hello?(options?: { readonly signal?: AbortSignal }): Promise<void>;
}
