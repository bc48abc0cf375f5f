import type { Events } from './events.ts';
import { full, type Gauge, gauge, note } from './gauge.ts';
import { quotas } from './quotas.ts';

const { pollers } = quotas.lambda;
/** After an event that the function could not take, s. */
const againS = 1;

/** First in, first out. */
class Line<T> {
  #all: T[] = [];
  #first = 0;

  get isEmpty(): boolean {
    return this.#first === this.#all.length;
  }

  push(one: T): void {
    this.#all.push(one);
  }

  shift(): T | undefined {
    const one = this.#all[this.#first++];
    if (this.#first > 1_024 && this.#first * 2 > this.#all.length) {
      this.#all = this.#all.slice(this.#first);
      this.#first = 0;
    }
    return one;
  }
}

export interface QueueOptions<T> {
  readonly name: string;
  /** Messages of an event, and events at once, at most. */
  readonly batch: number;
  readonly maximum: number;
  /** Serves tenants in turn; else in the order they came. */
  readonly isFair: boolean;
  readonly tenantOf: (message: T) => number;
  /** Runs an event; answers false when the function can't. */
  readonly run: (messages: readonly T[], ended: () => void) => boolean;
}

/** A queue and the event source that reads it: more events at once while messages wait, up to its maximum. */
export class Queue<T> {
  readonly gauge: Gauge;
  readonly #events: Events;
  readonly #options: QueueOptions<T>;
  readonly #lines = new Map<number, Line<T>>();
  #waiting = 0;
  #running = 0;
  #room: number = pollers.first;
  #grownAt = 0;
  #isPaused = false;
  sends = 0;
  receives = 0;
  longest = 0;

  constructor(events: Events, options: QueueOptions<T>) {
    this.#events = events;
    this.#options = options;
    this.gauge = gauge(
      `SQS: events at once of ${options.name}`,
      "the event source's maximum, by `concurrency` of the stage; provisioned pollers for sudden peaks",
      true,
    );
  }

  send(message: T): void {
    this.#put(message);
    this.sends++;
    this.longest = Math.max(this.longest, this.#waiting);
    this.#serve();
  }

  #serve(): void {
    this.#grow();
    const { batch, maximum, run } = this.#options;
    while (this.#waiting > 0 && !this.#isPaused) {
      const most = Math.min(maximum, Math.floor(this.#room), pollers.most);
      note(this.gauge, Math.min(maximum, this.#running + 1), maximum);
      if (this.#running >= most) {
        // Else it reads with more in a moment.
        if (this.#running >= maximum) full(this.gauge, this.#events.now);
        return;
      }
      const messages = this.#take(batch);
      this.#running++;
      this.receives++;
      const isTaken = run(messages, () => {
        this.#running--;
        this.#serve();
      });
      if (isTaken) continue;
      this.#running--;
      for (const message of messages) this.#put(message);
      this.#isPaused = true;
      this.#events.set(this.#events.now + againS, () => {
        this.#isPaused = false;
        this.#serve();
      });
    }
  }

  /** While messages wait it reads with more at once; without any it goes back to a few. */
  #grow(): void {
    const { now } = this.#events;
    if (this.#waiting <= 1) {
      if (now - this.#grownAt > 60) this.#room = pollers.first;
    } else this.#room = Math.min(this.#options.maximum, this.#room + Math.min(60, now - this.#grownAt) * pollers.morePerSecond);
    this.#grownAt = now;
  }

  #take(batch: number): T[] {
    const messages: T[] = [];
    while (messages.length < batch && this.#waiting > 0) {
      const [first] = this.#lines;
      if (!first) break;
      const [tenant, line] = first;
      const message = line.shift();
      this.#lines.delete(tenant);
      // Whose turn it was goes to the end.
      if (!line.isEmpty) this.#lines.set(tenant, line);
      if (message === undefined) continue;
      messages.push(message);
      this.#waiting--;
    }
    return messages;
  }

  #put(message: T): void {
    const tenant = this.#options.isFair ? this.#options.tenantOf(message) : 0;
    const line = this.#lines.get(tenant) ?? new Line<T>();
    line.push(message);
    this.#lines.set(tenant, line);
    this.#waiting++;
  }
}
