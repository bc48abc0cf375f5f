import type { Clock } from '../../clock.ts';
import type { Database } from '../../sqlite/database.ts';
import { type Alarm, systemAlarm } from '../../timers/alarm.ts';
import { checkedBody, checkName, checkSubscription } from '../check.ts';
import type { Topics } from '../topics.ts';
import { consumer } from './consumer.ts';
import { type Address, keptTopics } from './kept.ts';

export interface SqliteTopicsOptions {
  readonly clock: Clock;
  /** Where waiting is done; the machine's timers by default. */
  readonly alarm?: Alarm;
  /** Gives 0–1: spreads what is handed out again. */
  readonly random: () => number;
}

/** Topics in the embedded database. One for each open database. */
export function sqliteTopics(database: Database, { clock, alarm = systemAlarm(clock), random }: SqliteTopicsOptions): Topics {
  const kept = keptTopics(database);
  /** Wake those who consume; by topic. */
  const waking = new Map<string, Set<() => void>>();
  /** Deliveries being handled: they stay in the file until that has worked. */
  const underWay = new Set<number>();

  return {
    async publish(topic, message) {
      const body = checkedBody(topic, message);
      if (await database.write(() => kept.publish(topic, message, body, clock.now()))) for (const wake of waking.get(topic) ?? []) wake();
    },

    async subscribe(subscription) {
      checkSubscription(subscription);
      const { topic, name, filter } = subscription;
      await database.write(() => kept.subscribe([topic, name], filter));
    },

    async unsubscribe({ topic, name }) {
      for (const one of [topic, name]) checkName(one);
      await database.write(() => kept.unsubscribe([topic, name]));
    },

    async consume(subscription, handler, { signal, dead }) {
      checkSubscription(subscription);
      if (signal.aborted) return;
      const address: Address = [subscription.topic, subscription.name];
      const { wake, stop } = consumer({ database, kept, clock, alarm, random, underWay }, address, subscription, handler, dead);
      const others = waking.get(subscription.topic) ?? new Set();
      waking.set(subscription.topic, others.add(wake));
      wake();
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      others.delete(wake);
      await stop();
    },
  };
}
