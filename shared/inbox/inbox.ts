import type { Command, CommandId, Priority } from '../command/command.ts';
import type { Reply } from '../reply/reply.ts';

/** Waits for: an answer to a question, a yes, a second person, another program, an instant. */
export type WaitingFor = 'input' | 'confirmation' | 'approval' | 'callback' | 'time';

export type State = 'accepted' | 'running' | 'waiting' | 'done' | 'failed' | 'interrupted' | 'dead' | 'cancelled';

/** How a run ended; the replies are kept with it in one write, and delivered from there. */
export type Outcome =
  | { readonly state: 'done' | 'cancelled' | 'interrupted'; readonly replies: readonly Reply[] }
  | { readonly state: 'failed'; readonly replies: readonly Reply[]; readonly error: { readonly code: string; readonly message: string } }
  /** No run will help: an admin sees it, and can redrive it. */
  | { readonly state: 'dead'; readonly replies: readonly Reply[]; readonly reason: string }
  /** `until`: when it is handed out again, with `taken.woken.by` 'time', if nothing woke it before; ms since 1970. `data` comes back with it. */
  | { readonly state: 'waiting'; readonly replies: readonly Reply[]; readonly for: WaitingFor; readonly until: number; readonly data?: unknown }
  /** Not now: handed out again at `at`, ms since 1970. Past the attempt limit it ends dead with this reason. `counts` false: this run was no attempt. */
  | { readonly state: 'accepted'; readonly at: number; readonly reason: string; readonly counts?: boolean };

/** How far the replies of a command have got. */
export type Delivery =
  /** Nothing to say, or said. */
  | { readonly state: 'none' | 'sent' }
  | { readonly state: 'pending'; readonly sent: number; readonly attempts: number; readonly reason?: string }
  | { readonly state: 'dead'; readonly sent: number; readonly attempts: number; readonly reason: string };

/** What came of trying to deliver: `sent` counts the messages that went out so far, over all tries. */
export type DeliveryResult =
  /** `sent` left out: one message a reply. A command that is answered again later goes on from there. */
  | { readonly state: 'sent'; readonly sent?: number }
  /** `counts` false: our own limits held it back, which isn't a try. */
  | { readonly state: 'later'; readonly at: number; readonly reason: string; readonly sent: number; readonly counts: boolean }
  | { readonly state: 'dead'; readonly reason: string; readonly sent: number };

/** A command's whole record: one record, so one atomic write. */
export interface CommandRecord {
  readonly command: Command;
  readonly state: State;
  /** How often a run of it began, since it was accepted, last waited or was redriven. */
  readonly attempt: number;
  /** All that was answered so far, oldest first. */
  readonly replies: readonly Reply[];
  readonly delivery: Delivery;
  /** When it may next be handed out, or its lease ends; ms since 1970, null when nothing is open. */
  readonly due: number | null;
  readonly waiting?: { readonly for: WaitingFor; readonly until: number; readonly data?: unknown };
  /** Why it failed, died or was put off. */
  readonly reason?: string;
  readonly endedAt?: number;
}

/** A record handed to a worker under a lease. */
export interface Taken {
  readonly record: CommandRecord;
  /** A former worker took it and never finished: its process died inside, or the lease ran out. */
  readonly diedInside: boolean;
  /** It was waiting, and this woke it. */
  readonly woken?: { readonly by: 'time' | 'input'; readonly for: WaitingFor; readonly data?: unknown; readonly input?: unknown };
  /** Ends when the lease is lost (`reason` 'lease') or the command was cancelled ('cancelled') or the process stops ('stop'). */
  readonly signal: AbortSignal;
}

export type Accepted =
  /** Kept now. `taken` when it was accepted with a lease: run it and `finish` it. */
  | { readonly known: false; readonly taken?: Taken }
  /** The delivery came before; nothing changed. */
  | { readonly known: true; readonly record: CommandRecord };

export interface Depth {
  /** Accepted and not yet taken. */
  readonly waiting: Readonly<Record<Priority, { readonly count: number; readonly oldestAt: number | null }>>;
  readonly running: number;
  readonly undelivered: number;
  readonly dead: number;
}

/** What has ended, in one conversation or of one speaker. */
export interface EndedIn {
  readonly channel: string;
  readonly tenant: string;
  readonly conversation?: string;
  readonly user?: string;
}

/** How many of the newest commands of the installation are looked through for those that ended somewhere: no accept pays for finding them. */
export const endedLookedAt = 2_000;

/**
 * Which records: the dead letters, undeliverable ones included; `open` (not ended, or not delivered) of one speaker; or those among the newest `endedLookedAt` that have ended in a conversation,
 * of a speaker, or anywhere.
 */
export type Listing =
  | { readonly dead: true }
  | { readonly openOf: { readonly channel: string; readonly tenant: string; readonly user: string } }
  | { readonly ended: EndedIn | 'anywhere' };

/**
 * Keeps commands from acceptance until their replies are delivered. At least once: a lease that runs out gives the command to another worker.
 * Every method resolves only when what it says is durable, and throws StorageFailed when it can't be.
 */
export interface Inbox {
  /**
   * Keeps it durably under its id. `lease`: taken at once, not queued (voice). Throws InboxFull when more wait than the mark of its priority, which is lower for
   * reports than for interactive work, and for that than for alerts.
   */
  accept(command: Command, options?: { readonly lease: boolean }): Promise<Accepted>;
  /**
   * Hands out commands by priority, weight of tenant and age, `concurrency` at once, each under a lease that it renews, until `signal` ends; then waits for those
   * running. The handler's outcome is finished here. A handler that throws is retried later, with backoff. Ends early with the lease released for what outlives `stopMs`.
   */
  consume(handler: (taken: Taken) => Promise<Outcome>, options: ConsumeOptions): Promise<void>;
  /** The same for finished commands with replies to deliver; `concurrency` at once for each channel, so that one whose sends hang holds up no other. */
  deliver(handler: (record: CommandRecord) => Promise<DeliveryResult>, options: ConsumeOptions): Promise<void>;
  /** Ends a run: outcome and replies in one write. Answers false, with nothing changed, when the lease was lost. `delivered`: the replies are already with the person (voice). */
  finish(taken: Taken, outcome: Outcome, options?: { readonly delivered: boolean }): Promise<boolean>;
  /** Returns null when there is none, or it has been deleted by retention. */
  read(id: CommandId): Promise<CommandRecord | null>;
  /** Newest first, at most `limit` (1–1,000). May lag. */
  list(listing: Listing, limit: number): Promise<readonly CommandRecord[]>;
  /** Wakes a waiting command with `input`; it runs again. Answers false when it isn't waiting. */
  wake(id: CommandId, input: unknown): Promise<boolean>;
  /** Accepted or waiting: ends it. Running: its signal ends with 'cancelled'. Answers what it was, or null when there is nothing to cancel. `by` stands in the reason. */
  cancel(id: CommandId, by: string): Promise<'ended' | 'signalled' | null>;
  /** A dead letter runs again with its attempts at 0, or is delivered again when only that failed. Answers false when it isn't dead. */
  redrive(id: CommandId): Promise<boolean>;
  /** Forgets a dead letter; the record stays until retention, no longer dead. Answers false when it isn't dead. */
  drop(id: CommandId): Promise<boolean>;
  depth(): Promise<Depth>;
  /** Retention: deletes at most `limit` ended records accepted before `before` (ms since 1970); answers how many. Delivery keys live as long as their records. */
  sweep(before: number, limit: number): Promise<number>;
}

export interface ConsumeOptions {
  readonly signal: AbortSignal;
  readonly concurrency: number;
  /** How long to wait for running handlers after `signal`, ms. */
  readonly stopMs: number;
}
