import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel } from '../../shared/channel/channel.ts';
import type { Log } from '../core/log/log.ts';

/** After the start, ms: who waits for /readyz has had it by then. */
const afterStartMs = 1_000;

export interface WarmParts {
  readonly channels: readonly Pick<Channel, 'name' | 'warm'>[];
  readonly log: Pick<Log, 'warn'>;
  readonly signal: AbortSignal;
  readonly afterMs?: number;
}

/** Loads what the channels' first answers need, one channel after another, so that no conversation waits for it. What fails is told, and tried again by the first send. */
export async function warm({ channels, log, signal, afterMs = afterStartMs }: WarmParts): Promise<void> {
  await sleep(afterMs, undefined, { signal, ref: false }).catch(() => {});
  for (const channel of channels) {
    if (signal.aborted) return;
    await channel
      .warm?.()
      .catch((cause) =>
        log.warn({ channel: channel.name, err: cause }, 'What this channel sends with could not be loaded yet; its first answer tries again.'),
      );
  }
}
