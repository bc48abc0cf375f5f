import { setTimeout as sleep } from 'node:timers/promises';
import type { SocketModeReceiver } from '@slack/bolt';
import type { Channel, ListenContext } from '../../shared/channel/channel.ts';
import type { Inbound } from '../../shared/channel/inbound.ts';
import type { Clock } from '../../shared/clock.ts';
import { InboxFull, StorageFailed } from '../../shared/errors.ts';
import { silent } from './api.ts';
import { commandInbound } from './command.ts';
import { eventInbound } from './event.ts';
import { failureOf } from './failure.ts';
import { interactionInbounds } from './interaction.ts';
import { fieldsOf } from './payload.ts';

type SocketClient = SocketModeReceiver['client'];

/** How long the first try to connect again waits, ms; each further one twice as long, up to 30 s. */
const backoff = { firstMs: 500, mostMs: 30_000 };
/** Slack says hello within this, ms, or the connection is given up. */
const helloMs = 30_000;
/** A connection that stood this long, ms, was a good one. */
const steadyMs = 10_000;
/** How long what is being kept may take when the connection ends, ms. */
const finishMs = 5_000;
/** How long the farewell of a closing socket may take, ms. */
const farewellMs = 1_000;

/**
 * Socket Mode: fetches what Slack would post, and acknowledges an envelope only once it is kept; what isn't acknowledged Slack sends again, under the same keys.
 * Connects again by itself, at once when Slack only renews the connection, until the signal ends it.
 */
export function listener({ appToken, apiUrl, clock }: { appToken: string; apiUrl: string; clock: Clock }): NonNullable<Channel['listen']> {
  return async (context) => {
    const { signal, report, log } = context;
    let waitMs = 0;
    while (!signal.aborted) {
      const beganAt = performance.now();
      let leastMs: number = backoff.firstMs;
      try {
        await oneConnection(context);
        // Slack renews connections that stood for long, and talk goes on at once; one that ends soon must not make us hammer.
        if (performance.now() - beganAt > steadyMs) leastMs = 0;
      } catch (cause) {
        const failure = failureOf(cause);
        const detail = `Socket Mode is not connected: ${failure.message}${failure.hint ? ` ${failure.hint}` : ''}`;
        report({ ok: false, detail });
        log.warn({ code: failure.code }, detail);
        leastMs = Math.max(leastMs, failure.retryAfterMs ?? 0);
      }
      waitMs = leastMs === 0 ? 0 : Math.max(leastMs, Math.min(backoff.mostMs, waitMs * 2));
      await sleep(waitMs, undefined, { signal }).catch(() => {});
    }
    report({ ok: false, detail: 'stopped' });
  };

  /** From connecting to the end of one connection. Throws when it never stood. */
  async function oneConnection(context: ListenContext): Promise<void> {
    const client = await socketClient();
    const open = new Set<Promise<void>>();
    const closed = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
    client.on('slack_event', (envelope: Envelope) => {
      const handled = keep(envelope, context).finally(() => open.delete(handled));
      open.add(handled);
    });
    const close = async () => {
      await Promise.race([Promise.all(open), sleep(finishMs, undefined, { ref: false })]);
      await Promise.race([client.disconnect(), sleep(farewellMs, undefined, { ref: false })]);
    };
    const stopped = new Promise<void>((resolve) => {
      if (context.signal.aborted) resolve();
      context.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    const started = client.start();
    started.catch(() => {}); // It is awaited below, unless the signal comes first.
    try {
      const hello = await Promise.race([started.then(() => 'hello' as const), stopped, sleep(helloMs, 'late' as const, { ref: false })]);
      if (hello === 'late') throw new Error('Slack said no hello');
      if (hello === 'hello') {
        context.report({ ok: true, detail: 'connected by Socket Mode' });
        await Promise.race([closed, stopped]);
      }
    } finally {
      await close();
    }
  }

  async function socketClient(): Promise<SocketClient> {
    const { LogLevel, SocketModeReceiver } = await import('@slack/bolt');
    const logger = silent(LogLevel.ERROR);
    const clientOptions = { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, timeout: helloMs, logger };
    // It connects once: its own reconnecting waits 5 s even when Slack only renews a connection, and a failure in it ends the process.
    const { client } = new SocketModeReceiver({ appToken, logger, autoReconnectEnabled: false, installerOptions: { clientOptions } });
    guardFrames(client);
    return client;
  }

  async function keep({ type, body, ack }: Envelope, { accept, log }: ListenContext): Promise<void> {
    try {
      for (const inbound of inboundsOf(type, body, clock)) await accept(inbound);
      await ack();
    } catch (cause) {
      // Not acknowledged, so it comes again: nothing is lost, whether it was too much, not stored, or the socket closed under the answer.
      const code = cause instanceof InboxFull || cause instanceof StorageFailed ? cause.code : 'socket_envelope';
      log.warn({ code, type, err: cause }, 'An envelope was not acknowledged; Slack sends it again.');
    }
  }
}

interface Envelope {
  readonly type: string;
  readonly body: unknown;
  ack(): Promise<void>;
}

/** The same payloads as over HTTP, in an envelope that names their kind. */
function inboundsOf(type: string, body: unknown, clock: Clock): readonly Inbound[] {
  const payload = fieldsOf(body);
  if (!payload) return [];
  if (type === 'interactive') return interactionInbounds(payload, clock);
  const inbound = type === 'slash_commands' ? commandInbound(payload, clock) : type === 'events_api' ? eventInbound(payload, clock) : null;
  return inbound ? [inbound] : [];
}

/** The client trusts that a frame is what Slack documents, and would throw where nobody catches it. */
function guardFrames(client: SocketClient): void {
  const read = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', async (...frame: unknown[]) => {
    try {
      for (const one of read) await one(...frame);
    } catch {
      // Nothing in it can be acknowledged.
    }
  });
}
