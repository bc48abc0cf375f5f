import type { Message } from '@aws-sdk/client-sqs';
import type { Clock } from '../../clock.ts';
import type { Alarm } from '../alarm.ts';
import type { Wakes } from './queue.ts';
import type { Ticked } from './tick.ts';
import { until } from './until.ts';
import type { TimersLog } from './waking.ts';

/** Messages at once: with more, another process is the better place. */
const concurrency = 32;
/** After a receive that failed, ms. */
const pauseMs = 1_000;

export interface ReceivingParts {
  readonly queue: Wakes;
  readonly clock: Clock;
  readonly alarm: Alarm;
  readonly log: TimersLog;
}

/** Answers what comes in the clock queue until the signal ends it, as an event source of a function does; resolves when all that it took has been answered. */
export async function receiving(
  { queue, clock, alarm, log }: ReceivingParts,
  tick: (body: string) => Promise<Ticked>,
  signal: AbortSignal,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  while (!signal.aborted) {
    try {
      while (underWay.size >= concurrency) await Promise.race(underWay);
      for (const message of await queue.receive(signal)) {
        const done = answer(message).finally(() => underWay.delete(done));
        underWay.add(done);
      }
    } catch (cause) {
      if (signal.aborted) break;
      log.warn({ err: cause }, 'The clock queue could not be read; it is tried again.');
      await until(clock.now() + pauseMs, alarm, signal);
    }
  }
  await Promise.all(underWay);

  async function answer(message: Message): Promise<void> {
    try {
      // What must come again stays: its visibility ends by itself.
      if ((await tick(message.Body ?? '')) !== 'retry') await queue.drop(message);
    } catch (cause) {
      log.warn({ err: cause }, 'A message of the clock queue could not be answered; it comes again.');
    }
  }
}
