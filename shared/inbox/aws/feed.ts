import type { Clock } from '../../clock.ts';
import type { Alarm } from '../../timers/alarm.ts';
import type { AtHand } from './at-hand.ts';
import type { Received, Receiving } from './receiving.ts';

/** After a receive that failed, ms. */
const againMs = 1_000;

export interface FeedParts {
  readonly clock: Clock;
  readonly alarm: Alarm;
  readonly fetchMax: number;
  readonly report: (what: string, cause: unknown) => void;
  readonly queues: readonly string[];
  readonly receiving: Receiving;
  readonly hand: AtHand;
  readonly offer: (received: Received) => void;
}

/**
 * Receives from the queues while there is room at hand, until `signal` ends. What waits in them at the beginning is fetched first, as far as there is room, so that its order
 * is that of the lines here from the first one on.
 */
export async function feed(parts: FeedParts, signal: AbortSignal): Promise<void> {
  const { queues, report } = parts;
  const first = await Promise.all(queues.map((queue) => fill(parts, queue, signal)));
  for (const received of first.flat()) parts.offer(received);
  await Promise.all(
    queues.map(async (queue) => {
      while (!signal.aborted) {
        try {
          await step(parts, queue, signal);
        } catch (cause) {
          if (signal.aborted) return;
          report('A queue could not be read.', cause);
          await pause(parts, signal);
        }
      }
    }),
  );
}

async function step({ hand, fetchMax, receiving, offer }: FeedParts, queue: string, signal: AbortSignal): Promise<void> {
  const room = fetchMax - hand.of(queue);
  if (room <= 0) return hand.room(signal);
  for (const received of await receiving.receive(queue, room, true, signal)) offer(received);
}

/** What is in it now. */
async function fill({ fetchMax, receiving }: FeedParts, queue: string, signal: AbortSignal): Promise<Received[]> {
  const found: Received[] = [];
  try {
    while (found.length < fetchMax) {
      const some = await receiving.receive(queue, fetchMax - found.length, false, signal);
      if (some.length === 0) break;
      found.push(...some);
    }
  } catch {
    // What follows asks again, and tells.
  }
  return found;
}

function pause({ clock, alarm }: FeedParts, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      callOff();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const callOff = alarm.set(clock.now() + againMs, done);
    signal.addEventListener('abort', done);
  });
}
