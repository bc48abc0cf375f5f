import { StorageFailed } from '../errors.ts';
import { type Dice, dice } from './dice.ts';
import type { Timers } from './timers.ts';

/** How often an acknowledgement, or a question, gets lost; a timer fires twice; and one is overtaken by the next. */
const lost = 0.2;
const twice = 0.3;
const overtaken = 0.3;

/** Timers as distant ones are on a bad day, for tests: lost acknowledgements, timers that fire twice, and out of order. The same seed gives the same day. */
export function unkindTimers(timers: Timers, seed: number): Timers {
  const roll = dice(seed);
  return {
    arm: (id, version, due) => unkindly(roll, () => timers.arm(id, version, due)),
    disarm: (id) => unkindly(roll, () => timers.disarm(id)),
    consume: (handler, options) =>
      timers.consume(async (timer) => {
        if (roll() < overtaken) for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
        await handler(timer);
        if (roll() < twice) await handler(timer);
      }, options),
  };
}

/** Does it, and loses the answer now and then; or loses the question. */
export async function unkindly<T>(roll: Dice, ask: () => Promise<T>): Promise<T> {
  const fate = roll();
  if (fate < lost / 2) throw new StorageFailed('What was asked', new Error('the question was lost'));
  const answer = await ask();
  if (fate < lost) throw new StorageFailed('What was asked', new Error('the acknowledgement was lost'));
  return answer;
}
