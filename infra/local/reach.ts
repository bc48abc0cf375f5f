import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from '../../shared/backoff.ts';
import { labelOf } from '../../shared/channel/bots.ts';
import type { Channel, ListenContext } from '../../shared/channel/channel.ts';
import type { Inbound } from '../../shared/channel/inbound.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Accept } from '../../shared/flow/accept.ts';
import type { Form } from '../../shared/reply/form.ts';
import type { Log } from '../core/log/log.ts';
import type { Arrived } from './arrivals.ts';
import type { Health } from './health.ts';

/** A probe may take this long, ms. */
const probeTimeoutMs = 10_000;
/** A platform that answered is asked again after this, ms. */
const probeEveryMs = 10 * 60_000;

export interface ReachParts {
  readonly channels: readonly Channel[];
  readonly accept: Accept;
  readonly form: (inbound: Inbound) => Form | null;
  readonly arrived: Arrived;
  readonly health: Health;
  readonly log: Log;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Keeps every channel reached until the signal ends it: listens where the channel fetches its deliveries, and looks after the others. No channel waits for another. */
export async function keepReached(parts: ReachParts): Promise<void> {
  await Promise.all(parts.channels.map((channel) => (channel.listen ? listening(channel, parts) : probing(channel, parts))));
}

/** `listen` reconnects by itself; what ends it all the same is told, and it begins anew. */
async function listening(channel: Channel, parts: ReachParts): Promise<void> {
  const { signal, log, accept, form, arrived } = parts;
  const report = (state: { ok: boolean; detail: string }) => told(labelOf(channel), state, parts);
  const context: ListenContext = {
    accept: (inbound) => accept(inbound),
    form,
    signal,
    log: {
      info: (fields, message) => log.info({ channel: labelOf(channel), ...fields }, message),
      warn: (fields, message) => log.warn({ channel: labelOf(channel), ...fields }, message),
    },
    report,
    arrived,
  };
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      await channel.listen?.(context);
      return;
    } catch (cause) {
      if (signal.aborted) return;
      log.error({ channel: labelOf(channel), reason: `listen:${labelOf(channel)}`, err: cause }, 'A channel stopped listening; it begins again.');
      report({ ok: false, detail: messageOf(cause) });
      await pause(backoffMs(tries, Math.random), signal);
    }
  }
}

async function probing(channel: Channel, parts: ReachParts): Promise<void> {
  if (!channel.probe) {
    told(labelOf(channel), { ok: true, detail: 'there is nothing to reach' }, parts);
    return;
  }
  for (let tries = 0; !parts.signal.aborted; ) {
    const state = await probe(channel, parts.signal);
    if (parts.signal.aborted) return;
    told(labelOf(channel), { ok: state.ok, detail: state.hint ? `${state.detail} ${state.hint}` : state.detail }, parts);
    tries = state.ok ? 0 : tries + 1;
    await pause(state.ok ? probeEveryMs : backoffMs(tries, Math.random), parts.signal);
  }
}

/** Asks the platform, within a deadline; what goes wrong is an answer too. */
export async function probe(channel: Channel, signal: AbortSignal): Promise<{ ok: boolean; detail: string; hint?: string }> {
  try {
    const asked = channel.probe?.(AbortSignal.any([signal, AbortSignal.timeout(probeTimeoutMs)]));
    return (await asked) ?? { ok: true, detail: 'nothing to try' };
  } catch (cause) {
    return {
      ok: false,
      detail: messageOf(cause),
      hint: 'Look whether this machine reaches the platform, and whether its address in the settings is right.',
    };
  }
}

function told(channel: string, { ok, detail }: { ok: boolean; detail: string }, { health, log, clock }: ReachParts): void {
  if (!health.reached(channel, { ok, detail, at: clock.now() })) return;
  if (ok) log.debug({ channel, detail }, 'The platform is reached.');
  else log.warn({ channel, detail }, 'The platform is not reached; it is tried again.');
}

const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal, ref: false }).catch(() => {});

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));
