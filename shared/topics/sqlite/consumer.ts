import { backoffMs } from '../../backoff.ts';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../sqlite/database.ts';
import type { Alarm } from '../../timers/alarm.ts';
import { settle } from '../settle.ts';
import type { ConsumeOptions, Message, Subscription } from '../topics.ts';
import type { Address, Delivery, keptTopics } from './kept.ts';

/** Handlers at once, for each subscriber. */
const concurrency = 16;
/** Without an alarm in sight it looks all the same, ms: finds what an answer from the disk failed to tell. */
const lookEveryMs = 60_000;
/** After the disk refused. */
const pauseMs = 1_000;

interface Parts {
  readonly database: Database;
  readonly kept: ReturnType<typeof keptTopics>;
  readonly clock: Clock;
  readonly alarm: Alarm;
  readonly random: () => number;
  readonly underWay: Set<number>;
}

/** Hands one subscriber's messages to its handler, from the first `wake` until `stop`, which waits for those under way. */
export function consumer(
  { database, kept, clock, alarm, random, underWay }: Parts,
  address: Address,
  subscription: Subscription,
  handler: (message: Message) => Promise<void>,
  dead: ConsumeOptions['dead'],
) {
  const mine = new Set<Promise<void>>();
  let stopped = false;
  let callOff = () => {};

  function look(): void {
    callOff();
    if (stopped) return;
    const now = clock.now();
    try {
      for (const n of kept.due(address, now, underWay.size + concurrency)) {
        if (mine.size >= concurrency) break;
        const delivery = underWay.has(n) ? undefined : kept.read(n);
        if (delivery) hand(delivery);
      }
      callOff = alarm.set(Math.min(kept.next(address, now), now + lookEveryMs), look);
    } catch {
      // The disk: whoever writes reports it, and this looks again.
      callOff = alarm.set(now + pauseMs, look);
    }
  }

  function hand(delivery: Delivery): void {
    underWay.add(delivery.n);
    const work = handled(delivery).then((pause) => {
      underWay.delete(delivery.n);
      mine.delete(work);
      if (stopped) return;
      if (pause === 0) look();
      else {
        callOff();
        callOff = alarm.set(clock.now() + pause, look);
      }
    });
    mine.add(work);
  }

  /** Answers how long to wait before the next look. */
  async function handled(delivery: Delivery): Promise<number> {
    const { n, tries } = delivery;
    const settled = await settle(delivery, subscription, handler, { dead }, clock.now);
    try {
      await database.write(() => (settled === 'done' ? kept.end(n) : kept.again(n, clock.now() + backoffMs(tries, random))));
      return 0;
    } catch {
      // The disk didn't take it, and says so in the log: it is handed out again.
      return pauseMs;
    }
  }

  return {
    wake: look,
    async stop(): Promise<void> {
      stopped = true;
      callOff();
      await Promise.all(mine);
    },
  };
}
