import { backoffMs } from '../../shared/backoff.ts';
import type { ListenContext } from '../../shared/channel/channel.ts';
import { BellhopError } from '../../shared/errors.ts';
import type { Api } from './api.ts';
import { isFields, isId } from './fields.ts';
import { telegramLimits } from './limits.ts';
import type { Queries } from './queries.ts';
import { TelegramRefused } from './refusal.ts';
import { allowedUpdates, type Understood } from './update.ts';

export interface PollParts {
  readonly api: Api;
  readonly queries: Queries;
  readonly understand: (update: unknown) => Understood;
  /** 0–1, for jitter. */
  readonly random: () => number;
  /** Resolves after so many ms, or when the signal ends. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The longest pause of our own between two tries, ms. */
const pauseMaxMs = 60_000;

/** How long a process that stops waits to confirm what it has kept, ms: it need not succeed. */
const confirmMs = 2_000;

/**
 * Long polling until the signal ends. An update is confirmed (getUpdates: by an offset higher than its id) only once it is kept, so a crash between the two
 * brings it again, under the same key. telegraf's own loop can't promise that: it takes the offset before the updates are handled, and confirms it on the way
 * out even when they failed. Hence its client, and this loop.
 */
export async function poll(parts: PollParts, context: ListenContext): Promise<void> {
  const { api, wait, random } = parts;
  const { signal, report } = context;
  let offset: number | undefined;
  let confirmed: number | undefined;
  let failures = 0;
  let connected = false;
  while (!signal.aborted) {
    try {
      // The first question doesn't wait, so that it is known at once whether Telegram can be reached.
      const timeout = connected ? telegramLimits.pollSeconds : 0;
      const updates = await ask(api, { timeout, limit: telegramLimits.pollUpdates, ...(offset === undefined ? {} : { offset }) }, signal);
      confirmed = offset;
      if (!connected) report({ ok: true, detail: 'Long polling.' });
      connected = true;
      const kept = await keepAll(updates, parts, context);
      offset = kept.next ?? offset;
      if (kept.failure !== undefined) throw kept.failure;
      // Asked for again with the same offset it would come again, and at once.
      if (updates.length > 0 && kept.next === undefined) throw noUpdates();
      failures = 0;
    } catch (cause) {
      if (signal.aborted) break;
      connected = false;
      if (await removedWebhook(cause, api, context)) continue;
      const pause = pauseMs(cause, failures++, random);
      report({ ok: false, detail: detailOf(cause) });
      context.log.warn({ channel: 'telegram', reason: cause instanceof BellhopError ? cause.code : 'defect', pause }, detailOf(cause));
      await wait(pause, signal);
    }
  }
  // A kept batch that isn't confirmed would come once more after the restart: harmless, so this may fail.
  if (offset !== confirmed) await ask(api, { timeout: 0, limit: 1, offset: offset ?? 0 }, AbortSignal.timeout(confirmMs)).catch(() => {});
}

const noUpdates = () =>
  new BellhopError('telegram_no_updates', 'Telegram answered getUpdates with something that is no list of updates.', {
    hint: 'See what TELEGRAM_API_ROOT leads to.',
    retryable: true,
  });

async function ask(api: Api, question: { timeout: number; limit: number; offset?: number }, signal?: AbortSignal): Promise<readonly unknown[]> {
  const updates = await api.call('getUpdates', { ...question, allowed_updates: allowedUpdates }, { signal, waitsMs: question.timeout * 1_000 });
  if (!Array.isArray(updates)) throw noUpdates();
  return updates;
}

/** Keeps a batch, in its order; `next`: the offset that confirms all before the first that could not be kept. */
async function keepAll(updates: readonly unknown[], parts: PollParts, context: ListenContext): Promise<{ next?: number; failure?: unknown }> {
  const keeping = updates.map((update) => keep(update, parts, context));
  const results = await Promise.allSettled(keeping);
  let next: number | undefined;
  for (const [n, result] of results.entries()) {
    if (result.status === 'rejected') return { ...(next === undefined ? {} : { next }), failure: result.reason };
    const update = updates[n];
    if (isFields(update) && isId(update.update_id)) next = Math.max(next ?? 0, update.update_id + 1);
  }
  return next === undefined ? {} : { next };
}

async function keep(update: unknown, { understand, queries }: PollParts, { accept, log, signal }: ListenContext): Promise<void> {
  const understood = understand(update);
  if (understood.kind === 'inbound') await accept(understood.inbound);
  else if (understood.kind === 'unnamed')
    throw new BellhopError('telegram_unnamed', "Telegram has not told the bot's name yet.", { retryable: true });
  else if (understood.kind === 'invalid') log.warn({ channel: 'telegram' }, 'Telegram gave something that is no Update: passed over.');
  if ('query' in understood && understood.query !== undefined) {
    void queries.answer(understood.query, signal).then((failed) => {
      if (failed) log.warn({ channel: 'telegram', reason: failed.code }, `A pressed button could not be answered. ${failed.message}`);
    });
  }
}

/** Polling is what the settings say: a webhook that is still set is taken away, and said so. Answers whether that was it. */
async function removedWebhook(cause: unknown, api: Api, { log, signal }: ListenContext): Promise<boolean> {
  if (!(cause instanceof TelegramRefused) || cause.status !== 409 || !/webhook/i.test(cause.description)) return false;
  try {
    await api.call('deleteWebhook', { drop_pending_updates: false }, { signal });
  } catch {
    return false; // The next question meets the same, and waits.
  }
  log.warn(
    { channel: 'telegram' },
    'A webhook was set for this bot and has been removed: TELEGRAM_WEBHOOK_SECRET is not set, so this process polls.',
  );
  return true;
}

/** As long as Telegram asks; else longer each time. What our own inbox says to people (a minute) is too long for a loop that has the next alert in it. */
export function pauseMs(cause: unknown, failures: number, random: () => number): number {
  const asked = cause instanceof TelegramRefused ? cause.retryAfterMs : undefined;
  return asked ?? Math.min(pauseMaxMs, backoffMs(failures, random));
}

function detailOf(cause: unknown): string {
  if (cause instanceof TelegramRefused && cause.status === 409)
    return "Another program polls with this bot's token: Telegram gives each update to one only. Stop the other, or give this one a bot of its own.";
  if (!(cause instanceof BellhopError)) return `Keeping updates failed inside Bellhop: ${String(cause)}`;
  return cause.hint ? `${cause.message} ${cause.hint}` : cause.message;
}
