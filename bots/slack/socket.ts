import { setTimeout as sleep } from 'node:timers/promises';
import type { SocketModeReceiver } from '@slack/bolt';
import { withDeadline } from '../../shared/deadline.ts';
import { silent } from './api.ts';
import type { Envelope } from './envelope.ts';
import { fieldsOf } from './payload.ts';

type SocketClient = SocketModeReceiver['client'];

/** Slack says hello within this, ms, or the connection is given up. */
const helloMs = 30_000;
/** How long what is being kept may take when the connection ends, ms. */
const finishMs = 5_000;
/** How long the farewell of a closing socket may take, ms. */
const farewellMs = 1_000;

/** One connection by Socket Mode, from Slack's hello on. */
export interface Connection {
  /** Resolves when it has ended, or Slack says that it will soon: until `close` it takes what still comes. */
  readonly ending: Promise<void>;
  /** Ends it, once what came has been kept and acknowledged. Never rejects. */
  close(): Promise<void>;
}

export interface SocketParts {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly signal: AbortSignal;
  /** Gets each envelope. Never rejects. */
  keep(envelope: Envelope): Promise<void>;
}

/** Connects by Bolt's client, loaded with the first connection. Throws when Slack says no hello, refuses, or the signal comes; then nothing of it goes on. */
export async function connect({ appToken, apiUrl, signal, keep }: SocketParts): Promise<Connection> {
  const opening = new AbortController();
  const client = await socketClient(appToken, apiUrl, opening.signal);
  const open = new Set<Promise<void>>();
  client.on('slack_event', (envelope: Envelope) => {
    const kept = keep(envelope).finally(() => open.delete(kept));
    open.add(kept);
  });
  const ending = new Promise<void>((resolve) => {
    client.once('disconnected', () => resolve());
    guardFrames(client, resolve);
  });
  const close = async () => {
    opening.abort();
    await Promise.race([Promise.all(open), sleep(finishMs, undefined, { ref: false })]);
    await Promise.race([client.disconnect(), sleep(farewellMs, undefined, { ref: false })]);
  };
  try {
    await withDeadline(helloMs, signal, (signal) => Promise.race([client.start(), failing(signal)]));
    return { ending, close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

async function socketClient(appToken: string, apiUrl: string, signal: AbortSignal): Promise<SocketClient> {
  const { LogLevel, SocketModeReceiver } = await import('@slack/bolt');
  const logger = silent(LogLevel.ERROR);
  const fetchWithSignal: typeof fetch = (url, init) =>
    fetch(url, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal });
  const clientOptions = {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: helloMs,
    fetch: fetchWithSignal,
    logger,
  };
  // It connects once: its own reconnecting waits 5 s even when Slack only renews a connection, and a failure in it ends the process.
  return new SocketModeReceiver({ appToken, logger, autoReconnectEnabled: false, installerOptions: { clientOptions } }).client;
}

/** Rejects with the signal. */
function failing(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/**
 * Stands before the client's own reading of frames. It trusts that a frame is what Slack documents, and would throw where nobody catches it; and it hangs up at
 * once when Slack says that it is going to renew the connection, though the old one serves until the new one stands.
 */
function guardFrames(client: SocketClient, renewing: () => void): void {
  const read = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', async (...frame: unknown[]) => {
    if (announcesRenewal(frame[0])) return renewing();
    try {
      for (const one of read) await one(...frame);
    } catch {
      // Nothing in it can be acknowledged.
    }
  });
}

/** Slack says `warning` some seconds before it ends a connection, and `refresh_requested` when it wants another in its place (Slack: Socket Mode). */
function announcesRenewal(frame: unknown): boolean {
  if (typeof frame !== 'string' || frame.length > 1_000 || !frame.includes('"disconnect"')) return false;
  try {
    const { type, reason } = fieldsOf(JSON.parse(frame)) ?? {};
    return type === 'disconnect' && (reason === 'warning' || reason === 'refresh_requested');
  } catch {
    return false;
  }
}
