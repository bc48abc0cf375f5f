import type { Row } from '../../sqlite/connection.ts';
import type { Database } from '../../sqlite/database.ts';
import { wants } from '../filter.ts';
import type { Published } from '../settle.ts';
import { type Filter, keptMs, type Message } from '../topics.ts';

/** Looked through with each message that is published. */
const forgottenMax = 20;

/** A message kept for one subscriber. */
export interface Delivery extends Published {
  readonly n: number;
  readonly tries: number;
}

/** A subscriber within its topic. */
export type Address = readonly [topic: string, name: string];

/** What the database keeps of topics: each message once, and a row for each subscriber that has yet to hear it. Those that write belong into `database.write`. */
export function keptTopics(database: Database) {
  const addSubscriber = database.prepare(
    'INSERT INTO topic_subscribers (topic, name, filter) VALUES (?, ?, ?) ON CONFLICT (topic, name) DO UPDATE SET filter = excluded.filter',
  );
  const removeSubscriber = database.prepare('DELETE FROM topic_subscribers WHERE topic = ? AND name = ?');
  const subscribers = database.prepare('SELECT name, filter FROM topic_subscribers WHERE topic = ?');
  const addMessage = database.prepare('INSERT INTO topic_messages (id, published_at, attributes, body, open) VALUES (?, ?, ?, ?, ?)');
  const addDelivery = database.prepare('INSERT INTO topic_deliveries (topic, name, message, next) VALUES (?, ?, ?, ?)');
  const due = database.prepare('SELECT n FROM topic_deliveries WHERE topic = ? AND name = ? AND next <= ? ORDER BY next LIMIT ?');
  const read = database.prepare(
    `SELECT d.n, d.tries, m.id, m.published_at AS at, m.attributes, m.body FROM topic_deliveries d JOIN topic_messages m ON m.n = d.message WHERE d.n = ?`,
  );
  const earliest = database.prepare('SELECT min(next) AS next FROM topic_deliveries WHERE topic = ? AND name = ? AND next > ?');
  const messageOf = database.prepare('SELECT message FROM topic_deliveries WHERE n = ?');
  const removeDelivery = database.prepare('DELETE FROM topic_deliveries WHERE n = ?');
  const lessOpen = database.prepare('UPDATE topic_messages SET open = open - 1 WHERE n = ?');
  const removeHeard = database.prepare('DELETE FROM topic_messages WHERE n = ? AND open <= 0');
  const oldest = database.prepare('SELECT n FROM topic_messages WHERE published_at <= ? AND n <= (SELECT min(n) + ? FROM topic_messages)');
  const forgetDeliveries = database.prepare('DELETE FROM topic_deliveries WHERE message = ?');
  const forgetMessage = database.prepare('DELETE FROM topic_messages WHERE n = ?');
  const putOff = database.prepare('UPDATE topic_deliveries SET next = ?, tries = tries + 1 WHERE n = ?');
  const allOf = database.prepare('SELECT n FROM topic_deliveries WHERE topic = ? AND name = ?');

  function end(n: number): void {
    const message = messageOf.get(n)?.message;
    if (typeof message !== 'number') return;
    removeDelivery.run(n);
    lessOpen.run(message);
    removeHeard.run(message);
  }

  /** What nobody came for. Messages are numbered as they were published, so the oldest are at the beginning. */
  function forgetOld(now: number): void {
    for (const { n } of oldest.all(now - keptMs, forgottenMax)) {
      forgetDeliveries.run(Number(n));
      forgetMessage.run(Number(n));
    }
  }

  return {
    subscribe([topic, name]: Address, filter: Filter): void {
      addSubscriber.run(topic, name, JSON.stringify(filter));
    },
    unsubscribe(address: Address): void {
      removeSubscriber.run(...address);
      for (const { n } of allOf.all(...address)) end(Number(n));
    },
    /** Keeps it for each subscriber that wants it; answers whether any does. */
    publish(topic: string, { id, attributes }: Message, body: string, now: number): boolean {
      forgetOld(now);
      const hearing = subscribers.all(topic).filter(({ filter }) => wants(JSON.parse(String(filter)) as Filter, attributes));
      if (hearing.length === 0) return false;
      const n = addMessage.insert(id, now, JSON.stringify(attributes), body, hearing.length) ?? 0;
      for (const { name } of hearing) addDelivery.run(topic, String(name), n, now);
      return true;
    },
    due: (address: Address, now: number, limit: number): number[] => due.all(...address, now, limit).map((row) => Number(row.n)),
    read(n: number): Delivery | undefined {
      const row = read.get(n);
      return row && deliveryOf(row);
    },
    /** When the next one after `now` is due. */
    next(address: Address, now: number): number {
      const next = earliest.get(...address, now)?.next;
      return typeof next === 'number' ? next : Number.POSITIVE_INFINITY;
    },
    /** It was heard. */
    end,
    again: (n: number, at: number): void => void putOff.run(at, n),
  };
}

function deliveryOf({ n, tries, id, at, attributes, body }: Row): Delivery {
  return {
    n: Number(n),
    tries: Number(tries),
    at: Number(at),
    message: { id: String(id), attributes: JSON.parse(String(attributes)) as Message['attributes'], body: JSON.parse(String(body)) },
  };
}
