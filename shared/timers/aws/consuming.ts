import type { Timers } from '../timers.ts';
import { type DueLookParts, dueLook } from './due-look.ts';
import type { TimerHandler } from './firing.ts';
import { type ReceivingParts, receiving } from './receiving.ts';
import type { Ticked } from './tick.ts';
import { until } from './until.ts';

export interface ConsumerParts extends DueLookParts, ReceivingParts {
  readonly tick: (body: string, handler: TimerHandler, signal: AbortSignal) => Promise<Ticked>;
  readonly drain: (signal: AbortSignal) => Promise<number>;
}

/** How often schedules are made that could not be made at once, ms. */
const drainEveryMs = 60_000;

/** A process that stays: answers the clock queue, looks at what is due by its own alarm, and makes planned schedules. `expect` tells it what was set in this process. */
export function consumer(parts: ConsumerParts): { readonly consume: Timers['consume']; readonly expect: (at: number) => void } {
  const { tick, drain, clock, alarm, log } = parts;
  const look = dueLook(parts);

  async function draining(signal: AbortSignal): Promise<void> {
    do {
      try {
        await drain(signal);
      } catch (cause) {
        log.warn({ err: cause }, 'Planned timers could not be looked at; it is tried again.');
      }
    } while (await until(clock.now() + drainEveryMs, alarm, signal));
  }

  return {
    expect: look.expect,
    async consume(handler, { signal }) {
      if (signal.aborted) return;
      look.start(handler);
      const received = receiving(parts, (body) => tick(body, handler, signal), signal);
      await Promise.all([received, draining(signal)]);
      await look.end();
    },
  };
}
