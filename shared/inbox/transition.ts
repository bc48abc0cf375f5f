import type { DeliveryResult, Outcome } from './inbox.ts';
import { type CommandRow, parseWaiting, parseWoken, type Waiting, type Woken } from './row.ts';

/** What a command becomes by each thing that can happen to it. Pure; null: it can't happen to this one. */

/** Taken by a worker, until its lease ends. What woke it stays with it until the run ends, for a second run. */
export function taken<R extends CommandRow>(row: R, now: number, leaseMs: number): R | null {
  if (row.runDue === null) return null;
  const waiting = row.state === 'waiting' ? parseWaiting(row) : null;
  const woken: Woken | null = waiting ? { by: 'time', for: waiting.for, ...dataOf(waiting) } : parseWoken(row);
  return {
    ...row,
    state: 'running',
    attempt: row.attempt + 1,
    lease: row.lease + 1,
    runDue: now + leaseMs,
    waiting: null,
    woken: woken && JSON.stringify(woken),
  };
}

/** Ended by its run, put off, or waiting. */
export function finished<R extends CommandRow>(row: R, outcome: Outcome, by: { now: number; attemptsMax: number; delivered: boolean }): R {
  if (outcome.state === 'accepted') {
    if (outcome.counts === false) {
      return settled({ ...row, state: 'accepted', attempt: row.attempt - 1, runDue: dueAt(outcome.at, by.now), reason: outcome.reason }, by.now);
    }
    if (row.attempt >= by.attemptsMax) return settled({ ...row, state: 'dead', runDue: null, reason: outcome.reason }, by.now);
    return settled({ ...row, state: 'accepted', runDue: dueAt(outcome.at, by.now), reason: outcome.reason }, by.now);
  }
  // A dead letter that is redriven goes on from what woke it.
  const woken = outcome.state === 'dead' ? row.woken : null;
  const answered = withReplies({ ...row, woken, reason: null, cancelledBy: null }, outcome.replies, by.delivered);
  if (outcome.state === 'waiting') {
    const waiting: Waiting = { for: outcome.for, until: outcome.until, ...dataOf(outcome) };
    return settled({ ...answered, state: 'waiting', attempt: 0, runDue: dueAt(outcome.until, by.now), waiting: JSON.stringify(waiting) }, by.now);
  }
  const reason =
    outcome.state === 'failed'
      ? `${outcome.error.code}: ${outcome.error.message}`
      : outcome.state === 'dead'
        ? outcome.reason
        : outcome.state === 'cancelled' && row.cancelledBy !== null
          ? cancelledBy(row.cancelledBy)
          : null;
  return settled({ ...answered, state: outcome.state, runDue: null, reason }, by.now);
}

/** A try to deliver what `handed` had to say ended. What was answered meanwhile is still to be sent. */
export function delivered<R extends CommandRow>(row: R, handed: R, result: DeliveryResult, by: { now: number; sendsMax: number }): R | null {
  if (row.delivery !== 'pending') return null;
  if (result.state === 'sent') {
    const sent = Math.max(row.sent, result.sent ?? repliesIn(handed));
    if (row.replies !== handed.replies) return settled({ ...row, sent, sends: 0, sendDue: 0, sendReason: null }, by.now);
    return settled({ ...row, delivery: 'sent', sent, sends: 0, sendDue: null, sendReason: null }, by.now);
  }
  const sent = Math.max(row.sent, result.sent);
  if (result.state === 'dead') return settled({ ...row, delivery: 'dead', sent, sendDue: null, sendReason: result.reason }, by.now);
  const sends = row.sends + (result.counts ? 1 : 0);
  if (sends >= by.sendsMax) return settled({ ...row, delivery: 'dead', sent, sends, sendDue: null, sendReason: result.reason }, by.now);
  return settled({ ...row, sent, sends, sendDue: dueAt(result.at, by.now), sendReason: result.reason }, by.now);
}

/** Woken by an input: it runs again. */
export function wokenBy<R extends CommandRow>(row: R, input: unknown): R | null {
  const waiting = row.state === 'waiting' ? parseWaiting(row) : null;
  if (!waiting) return null;
  const woken: Woken = { by: 'input', for: waiting.for, ...dataOf(waiting), input };
  return { ...row, state: 'accepted', runDue: 0, waiting: null, woken: JSON.stringify(woken) };
}

/** Cancelled: at once while nobody runs it, else it is told. */
export function cancelled<R extends CommandRow>(row: R, by: string, now: number): R | null {
  if (row.state === 'running') return { ...row, cancelledBy: by };
  if (row.state !== 'accepted' && row.state !== 'waiting') return null;
  return settled({ ...row, state: 'cancelled', runDue: null, waiting: null, woken: null, reason: cancelledBy(by) }, now);
}

export const cancelledBy = (by: string) => `Cancelled by ${by}.`;

/** A dead letter goes on: runs again, or is delivered again when only that failed. */
export function redriven<R extends CommandRow>(row: R, now: number): R | null {
  if (row.deadAt === null) return null;
  const run = row.state === 'dead' ? { state: 'accepted' as const, attempt: 0, runDue: 0, reason: null } : {};
  const send = row.delivery === 'dead' ? { delivery: 'pending' as const, sends: 0, sendDue: 0, sendReason: null } : {};
  return settled({ ...row, ...run, ...send }, now);
}

/** Given up: it failed, and nobody wants it any more. */
export function dropped<R extends CommandRow>(row: R, now: number): R | null {
  if (row.deadAt === null) return null;
  const run = row.state === 'dead' ? { state: 'failed' as const } : {};
  const send = row.delivery === 'dead' ? { delivery: 'none' as const } : {};
  return settled({ ...row, ...run, ...send }, now);
}

function withReplies<R extends CommandRow>(row: R, replies: readonly unknown[], isDelivered: boolean): R {
  if (replies.length === 0) return row;
  const added = JSON.stringify(replies);
  const all = row.replies === null ? added : `${row.replies.slice(0, -1)},${added.slice(1)}`;
  if (isDelivered && row.delivery !== 'pending') return { ...row, replies: all, delivery: 'sent', sent: row.sent + replies.length };
  if (row.delivery === 'pending') return { ...row, replies: all };
  return { ...row, replies: all, delivery: 'pending', sends: 0, sendDue: 0, sendReason: null };
}

/** Keeps what follows from the rest: since when it has ended, and since when it is a dead letter. */
function settled<R extends CommandRow>(row: R, now: number): R {
  const isOpen = row.state === 'accepted' || row.state === 'running' || row.state === 'waiting';
  const isDead = row.state === 'dead' || row.delivery === 'dead';
  return { ...row, endedAt: isOpen ? null : (row.endedAt ?? now), deadAt: isDead ? (row.deadAt ?? now) : null };
}

/** 0 for what is due already, so that it needs no alarm; for what is no instant too: it must not be open and never due. */
const dueAt = (at: number, now: number) => (at > now ? Math.min(Math.ceil(at), Number.MAX_SAFE_INTEGER) : 0);
const dataOf = (from: { readonly data?: unknown }) => (from.data === undefined ? {} : { data: from.data });
const repliesIn = (row: CommandRow) => (row.replies === null ? 0 : (JSON.parse(row.replies) as unknown[]).length);
