import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel } from '../../shared/channel/channel.ts';
import type { Clock } from '../../shared/clock.ts';
import { keeper } from './envelope.ts';
import { failureOf } from './failure.ts';
import { type Connection, connect } from './socket.ts';

/** How long the first try to connect again waits, ms; each further one twice as long, up to 30 s. */
const backoff = { firstMs: 500, mostMs: 30_000 };
/** A connection that stood this long, ms, was a good one. */
const steadyMs = 10_000;

export interface ListenerParts {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly open: NonNullable<Channel['open']>;
  readonly clock: Clock;
}

/**
 * Socket Mode: fetches what Slack would post. Connects again by itself until the signal ends it; when Slack only renews the connection, at once, and the old
 * one is heard until the new one stands.
 */
export function listener({ appToken, apiUrl, open, clock }: ListenerParts): NonNullable<Channel['listen']> {
  return async (context) => {
    const { signal, report, log } = context;
    const keep = keeper({ ...context, open }, clock);
    const closing = new Set<Promise<void>>();
    let standing: Connection | undefined;
    let waitMs = 0;
    const retire = (old: Connection) => {
      const closed = old.close().finally(() => closing.delete(closed));
      closing.add(closed);
    };
    while (!signal.aborted) {
      const beganAt = performance.now();
      let leastMs: number = backoff.firstMs;
      try {
        const next = await connect({ appToken, apiUrl, signal, keep });
        if (standing) retire(standing);
        standing = next;
        report({ ok: true, detail: 'connected by Socket Mode' });
        await untilAborted(next.ending, signal);
        // One that ends soon must not make us hammer.
        if (performance.now() - beganAt > steadyMs) leastMs = 0;
      } catch (cause) {
        if (signal.aborted) break;
        const failure = failureOf(cause);
        const detail = `Socket Mode is not connected: ${failure.message}${failure.hint ? ` ${failure.hint}` : ''}`;
        report({ ok: false, detail });
        log.warn({ code: failure.code }, detail);
        leastMs = Math.max(leastMs, failure.retryAfterMs ?? 0);
      }
      waitMs = leastMs === 0 ? 0 : Math.max(leastMs, Math.min(backoff.mostMs, waitMs * 2));
      await sleep(waitMs, undefined, { signal }).catch(() => {});
    }
    if (standing) retire(standing);
    await Promise.all(closing);
    report({ ok: false, detail: 'stopped' });
  };
}

/** Resolves when the promise or the signal does, and leaves nothing on the signal. */
function untilAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      signal.removeEventListener('abort', done);
      resolve();
    };
    if (signal.aborted) return done();
    signal.addEventListener('abort', done);
    promise.then(done);
  });
}
