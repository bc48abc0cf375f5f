import { dice } from '../timers/dice.ts';
import { unkindly } from '../timers/unkind.ts';
import type { Topics } from './topics.ts';

/** How often a message is heard twice, and how often it is overtaken by others. */
const twice = 0.3;
const overtaken = 0.4;

/** Topics as distant ones are on a bad day, for tests: lost questions and acknowledgements (StorageFailed), messages heard twice and out of order. The same seed gives the same day. */
export function unkindTopics(topics: Topics, seed: number): Topics {
  const roll = dice(seed);
  return {
    publish: (topic, message) => unkindly(roll, () => topics.publish(topic, message)),
    subscribe: (subscription) => unkindly(roll, () => topics.subscribe(subscription)),
    unsubscribe: (subscription) => unkindly(roll, () => topics.unsubscribe(subscription)),
    consume: (subscription, handler, options) =>
      topics.consume(
        subscription,
        async (message) => {
          if (roll() < overtaken) for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
          await handler(message);
          if (roll() < twice) await handler(message);
        },
        options,
      ),
  };
}
