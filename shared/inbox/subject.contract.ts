import { expect } from 'vitest';
import type { Command, CommandId, Priority } from '../command/command.ts';
import type { ManualClock } from '../timers/manual-clock.ts';
import { insist, type Patient } from '../timers/patience.contract.ts';

export { eventually, insist } from '../timers/patience.contract.ts';

import type { CommandRecord, DeliveryResult, Inbox, Outcome, Taken } from './inbox.ts';

/** What the suite may ask of the inbox it opens; a driver has its own defaults. */
export interface SubjectOptions {
  readonly marks?: Readonly<Record<Priority, number>>;
  readonly weightOf?: (tenant: string) => number;
}

/** A fresh, empty inbox with what the suite needs around it. Its lease is 30 s, its attempt limit 5, its delivery limit 10. */
export interface InboxSubject extends Patient {
  readonly inbox: Inbox;
  readonly clock: ManualClock;
  /** Its process dies as by kill -9; answers the inbox of the next one, on the same data. */
  crash(): Promise<Inbox>;
  close(): Promise<void>;
}

export interface InboxSuite {
  readonly open: (options?: SubjectOptions) => Promise<InboxSubject>;
  /** False behind an unkind wrapper: then "once" is "at least once". */
  readonly kind: boolean;
}

let count = 0;

/** A new command, `check` from Slack if nothing else is said. */
export function newCommand(clock: ManualClock, parts: Partial<Command> & { readonly tenant?: string; readonly user?: string } = {}): Command {
  const id = `command-${++count}` as CommandId;
  const { tenant = 'T1', user = 'U1', ...rest } = parts;
  return {
    id,
    name: 'check',
    raw: { text: 'check example.com' },
    from: { user },
    place: { channel: 'slack', bot: 'main', tenant, conversation: 'C1' },
    priority: 'interactive',
    saidAt: clock.now(),
    acceptedAt: clock.now(),
    trace: id,
    ...rest,
  };
}

/** What a consumer of the suite saw. */
export interface Worker<T> {
  readonly seen: T[];
  /** Ends it and waits for its end. */
  stop(): Promise<void>;
  readonly ended: Promise<void>;
}

const plenty = { concurrency: 10, stopMs: 1_000 };

/** Consumes with `handler`. */
export function working(inbox: Inbox, handler: (taken: Taken) => Promise<Outcome> | Outcome, options: Partial<typeof plenty> = {}): Worker<Taken> {
  const seen: Taken[] = [];
  const over = new AbortController();
  const ended = inbox.consume(
    async (taken) => {
      seen.push(taken);
      return handler(taken);
    },
    { ...plenty, ...options, signal: over.signal },
  );
  return { seen, ended, stop: ending(over, ended) };
}

/** Delivers with `handler`. */
export function delivering(
  inbox: Inbox,
  handler: (record: CommandRecord) => Promise<DeliveryResult> | DeliveryResult,
  options: Partial<typeof plenty> = {},
): Worker<CommandRecord> {
  const seen: CommandRecord[] = [];
  const over = new AbortController();
  const ended = inbox.deliver(
    async (record) => {
      seen.push(record);
      return handler(record);
    },
    { ...plenty, ...options, signal: over.signal },
  );
  return { seen, ended, stop: ending(over, ended) };
}

const ending = (over: AbortController, ended: Promise<void>) => () => {
  over.abort();
  return ended;
};

export const done: Outcome = { state: 'done', replies: [] };
export const answer = (text: string): Outcome => ({ state: 'done', replies: [{ text }] });

/** The record, which must be there. */
export async function recordOf(inbox: Inbox, { id }: Pick<Command, 'id'>): Promise<CommandRecord> {
  const record = await insist(() => inbox.read(id));
  if (!record) expect.fail(`${id} is gone`);
  return record;
}

export const idsOf = (seen: readonly Taken[]) => seen.map((taken) => taken.record.command.id);
