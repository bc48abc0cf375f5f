import type { Clock } from '../../clock.ts';
import type { Alarm } from '../alarm.ts';
import type { TimerFiring, TimerHandler } from './firing.ts';
import type { TimeIndex } from './time-index.ts';
import type { TimersLog } from './waking.ts';

/** Handlers at once. */
const concurrency = 32;
/** Without an alarm in sight it looks all the same, ms: finds what other processes have set, and whose message went astray. */
const lookEveryMs = 60_000;
/** After a look that failed, or that found only what the index has not forgotten yet. */
const pauseMs = 1_000;

export interface DueLookParts {
  readonly index: TimeIndex;
  readonly firing: TimerFiring;
  readonly clock: Clock;
  readonly alarm: Alarm;
  readonly log: TimersLog;
}

/** Fires what the index says is due, by one alarm for the earliest. The queue does the same; this does it too when the queue is late, or has lost a message. */
export function dueLook({ index, firing, clock, alarm, log }: DueLookParts) {
  let handler: TimerHandler | undefined;
  let looking = Promise.resolve();
  let alarmAt = Number.POSITIVE_INFINITY;
  let callOff = () => {};
  /** The last look found as much as there was room for. */
  let isMore = false;

  return {
    /** Something is due at this instant, perhaps before all else. */
    expect,
    start(by: TimerHandler): void {
      handler = by;
      lookNow();
    },
    /** Looks no more; resolves when what is being handled has ended. */
    async end(): Promise<void> {
      handler = undefined;
      callOff();
      await looking;
      await Promise.allSettled(firing.underWay.values());
    },
  };

  function expect(at: number): void {
    if (at < alarmAt) ringAt(at);
  }

  function ringAt(at: number): void {
    callOff();
    alarmAt = at;
    if (!handler) return;
    callOff = alarm.set(at, lookNow);
  }

  function lookNow(): void {
    alarmAt = Number.POSITIVE_INFINITY;
    // Two looks side by side would take the same timers: the second waits.
    looking = looking.then(look).catch((cause) => {
      log.warn({ err: cause }, 'What is due could not be looked up; it is tried again.');
      expect(clock.now() + pauseMs);
    });
  }

  async function look(): Promise<void> {
    const by = handler;
    if (!by) return;
    const now = clock.now();
    // Those under way may stand in front.
    const entries = await index.earliest('timers', firing.underWay.size + concurrency);
    const due = entries.filter(({ pk, at }) => at <= now && !firing.underWay.has(pk));
    const room = Math.max(0, concurrency - firing.underWay.size);
    const taking = due.slice(0, room);
    const taken = await Promise.all(taking.map(({ pk }) => take(pk, by)));
    // As many as there was room for: there may be others behind them.
    isMore = due.length >= room;
    if (isMore && taken.length > 0 && !taken.includes(true)) expect(clock.now() + pauseMs);
    expect(Math.min(entries.find(({ at }) => at > now)?.at ?? Number.POSITIVE_INFINITY, now + lookEveryMs));
  }

  /** Answers whether it is being handled now. */
  async function take(pk: string, by: TimerHandler): Promise<boolean> {
    const claim = await firing.claim(pk);
    if (!('taken' in claim)) return false;
    firing
      .fire(claim.taken, by)
      .catch((cause) => {
        log.warn({ err: cause, timer: claim.taken.id }, 'What became of a timer could not be kept: it fires again.');
        expect(claim.taken.next);
      })
      .then(() => {
        if (isMore && firing.underWay.size <= concurrency / 2) expect(clock.now());
      });
    return true;
  }
}
