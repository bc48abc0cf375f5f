/** What an error of Bellhop carries besides its message. */
export interface ErrorDetails {
  /** What a person can do about it, one sentence. */
  hint?: string;
  /** True when the same call may succeed later without anyone's doing. The queues read only this. */
  retryable?: boolean;
  /** How long the other side asked to be left alone, in milliseconds. A day at most is believed; what is no length of time is left out. */
  retryAfterMs?: number;
  /** What stands in the message of things of ours (a name, a host), for its words in other languages. */
  values?: readonly string[];
  cause?: unknown;
}

/** The family of Bellhop's expected errors: a code for programs, a message for people, a hint for what to do next. docs/errors.md lists the codes. */
export class BellhopError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly values: readonly string[];
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = details.hint;
    this.values = details.values ?? [];
    this.retryable = details.retryable ?? false;
    this.retryAfterMs = lengthOf(details.retryAfterMs);
  }
}

const dayMs = 86_400_000;

/** It comes from a header of somebody else's, read by anybody's handler. */
function lengthOf(ms: number | undefined): number | undefined {
  return ms === undefined || Number.isNaN(ms) ? undefined : Math.min(dayMs, Math.max(0, ms));
}

/** What was thrown, as an error that can be read: anything at all can be thrown. */
export function errorOf(thrown: unknown): Error {
  try {
    if (thrown instanceof Error && typeof thrown.message === 'string' && typeof thrown.stack !== 'object') return thrown;
    return new Error(`What was thrown is no error: ${String(thrown)}`);
  } catch {
    return new Error('What was thrown is no error, and can not be read.');
  }
}

/** Something a person asked for can't be done, and they can mend it: shown to them as it is. */
export class Refusal extends BellhopError {}

/** More commands wait than this priority's high-water mark: nothing was stored. */
export class InboxFull extends BellhopError {
  constructor(priority: string) {
    super('inbox_full', `Too many commands are waiting for another ${priority} one.`, {
      hint: 'Try again in a minute.',
      retryable: true,
      retryAfterMs: 60_000,
    });
  }
}

/** The commands can't be made into what a platform lists: the message names the limit and what to cut. */
export class ListingRefused extends BellhopError {
  constructor(message: string, hint: string) {
    super('listing_refused', message, { hint });
  }
}

/** The disk (or the table) did not take it: nothing was acknowledged. */
export class StorageFailed extends BellhopError {
  constructor(what: string, cause: unknown) {
    super('storage_failed', `${what} could not be stored.`, { hint: 'See the log and `bellhop doctor`.', retryable: true, cause });
  }
}

/** A setting is missing, unknown or malformed: it names the variable and what it expects. */
export class SettingsError extends BellhopError {
  constructor(message: string, hint?: string) {
    super('settings', message, hint === undefined ? {} : { hint });
  }
}

/**
 * A platform did not take a message. `maybeSent`: the request went out and no answer came back, so it may have arrived.
 * `hint` is the mend in words where a retry can't heal it ("Invite the bot with /invite @bellhop."). `outOfReach`: it takes nothing for this person now, whatever is said:
 * another channel of theirs may. `lockedOut`: it doesn't know our token (any more), so nothing at all goes out from this bot to this tenant until somebody mends that.
 */
export class SendFailed extends BellhopError {
  readonly maybeSent: boolean;
  readonly outOfReach: boolean;
  readonly lockedOut: boolean;

  constructor(code: string, message: string, details: ErrorDetails & { maybeSent?: boolean; outOfReach?: boolean; lockedOut?: boolean } = {}) {
    super(code, message, details);
    this.maybeSent = details.maybeSent ?? false;
    this.outOfReach = details.outOfReach ?? false;
    this.lockedOut = details.lockedOut ?? false;
  }
}
