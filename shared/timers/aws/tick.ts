import type { Clock } from '../../clock.ts';
import { StorageFailed } from '../../errors.ts';
import type { Alarm } from '../alarm.ts';
import type { Due } from '../timers.ts';
import type { TimerFiring, TimerHandler } from './firing.ts';
import { timerKey } from './item.ts';
import { dueIn } from './message.ts';
import { until } from './until.ts';
import type { TimersLog, Waking } from './waking.ts';

/**
 * What became of a message of the clock queue. ok: it has done its work, or had none. resend: it came too early, or the handler threw; another message is under way, and this one can
 * go. retry: it must stay in the queue, and come again: the table or the queue failed, or it is none of ours and belongs with the dead letters.
 */
export type Ticked = 'ok' | 'retry' | 'resend';

export interface TickParts {
  readonly firing: TimerFiring;
  readonly waking: Waking;
  readonly clock: Clock;
  readonly alarm: Alarm;
  readonly log: TimersLog;
}

/** So little too early is waited for here: a delay of whole seconds would make it late. ms. */
const waitMs = 1_000;
/** Clocks of two machines differ; a wait by one may be too short by the other. */
const waits = 3;

/** Answers messages of the clock queue: each says which timer to look at, and the table says the rest. Never throws StorageFailed. */
export function timerTick({ firing, waking, clock, alarm, log }: TickParts) {
  return async function tick(body: string, handler: TimerHandler, signal: AbortSignal): Promise<Ticked> {
    const wanted = dueIn(body);
    if (!wanted) {
      log.warn({ body: body.slice(0, 200) }, 'A message of the clock queue is no timer: it stays for the dead letters.');
      return 'retry';
    }
    try {
      return await answer(wanted, handler, signal);
    } catch (cause) {
      if (!(cause instanceof StorageFailed)) throw cause;
      log.warn({ err: cause, timer: wanted.id }, 'A timer could not be looked at or kept; its message comes again.');
      return 'retry';
    }
  };

  async function answer({ id, version }: Due, handler: TimerHandler, signal: AbortSignal): Promise<Ticked> {
    const pk = timerKey(id);
    for (let i = 0; ; i++) {
      if (firing.underWay.has(pk)) return 'retry';
      const claim = await firing.claim(pk, version);
      if ('taken' in claim) return (await firing.fire(claim.taken, handler)) ? 'ok' : 'resend';
      const { met } = claim;
      if (!met || met.version !== version) return 'ok';
      const rest = met.next - clock.now();
      if (rest > waitMs || i === waits) return (await waking.wake(met, signal)) === 'ended' ? 'retry' : 'resend';
      if (!(await until(met.next, alarm, signal))) return 'retry';
    }
  }
}
