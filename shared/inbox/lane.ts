import type { Clock } from '../clock.ts';
import type { Priority } from '../command/command.ts';
import type { Alarm } from '../timers/alarm.ts';
import type { ConsumeOptions } from './inbox.ts';
import { type Entry, ReadyQueue } from './ready-queue.ts';

/** What a stop does to those under way. */
export interface Stopping {
  /** Time is nearly up: tell them. */
  warn(n: number): void;
  /** Time is up: they are let go. */
  release(n: number): Promise<void>;
}

/** Of `stopMs`, how much those under way get before they are told to stop. */
const untold = 0.75;

interface Consumer {
  free: number;
  /** By entry, not by command: who has lost one may still be at it while another has it. */
  readonly under: Map<Entry, Promise<void>>;
  readonly work: (entry: Entry) => Promise<void>;
}

/** Work at hand, given to whoever consumes it: in the ready queue's order, each command to one at a time. */
export class Lane {
  readonly ready: ReadyQueue;
  readonly #clock: Clock;
  readonly #alarm: Alarm;
  readonly #consumers = new Set<Consumer>();
  readonly #busy = new Map<number, Entry>();

  constructor(weightOf: (tenant: string) => number, clock: Clock, alarm: Alarm) {
    this.ready = new ReadyQueue(weightOf);
    this.#clock = clock;
    this.#alarm = alarm;
  }

  /** The numbers of all that is queued or under way. */
  numbers(): readonly number[] {
    return [...this.ready.numbers(), ...this.#busy.keys()];
  }

  /** Who has it has lost it: another may get it while that one still runs. */
  lose(n: number): void {
    this.#busy.delete(n);
  }

  /** Queues it, unless it is queued or under way. */
  offer(n: number, priority: Priority, tenant: string, since: number): void {
    if (this.#busy.has(n)) return;
    this.ready.push(n, priority, tenant, since);
    this.#pump();
  }

  /** The next, for nobody in particular. */
  take(now: number): Entry | undefined {
    return this.ready.take(now);
  }

  /** Gives work to `work` until `signal` ends, `concurrency` at once; then waits for what is under way, `stopMs` at most. `work` never rejects. */
  async serve(work: (entry: Entry) => Promise<void>, { signal, concurrency, stopMs }: ConsumeOptions, stopping: Stopping): Promise<void> {
    const consumer: Consumer = { free: concurrency, under: new Map(), work };
    if (!signal.aborted) {
      this.#consumers.add(consumer);
      this.#pump();
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      this.#consumers.delete(consumer);
    }
    const startedAt = this.#clock.now();
    if (await this.#allDone(consumer, startedAt + stopMs * untold)) return;
    for (const { n } of consumer.under.keys()) stopping.warn(n);
    if (await this.#allDone(consumer, startedAt + stopMs)) return;
    await Promise.all([...consumer.under.keys()].map(({ n }) => stopping.release(n)));
  }

  #pump(): void {
    for (const consumer of this.#consumers) {
      while (consumer.free > 0) {
        const entry = this.ready.take(this.#clock.now());
        if (!entry) return;
        this.#give(entry, consumer);
      }
    }
  }

  #give(entry: Entry, consumer: Consumer): void {
    consumer.free--;
    this.#busy.set(entry.n, entry);
    const done = () => {
      consumer.free++;
      consumer.under.delete(entry);
      if (this.#busy.get(entry.n) === entry) this.#busy.delete(entry.n);
    };
    const under = consumer.work(entry).then(
      () => {
        done();
        this.#pump();
      },
      (defect) => {
        done();
        throw defect;
      },
    );
    consumer.under.set(entry, under);
  }

  /** Answers false when `until` came first. */
  async #allDone(consumer: Consumer, until: number): Promise<boolean> {
    if (consumer.under.size === 0) return true;
    let callOff = () => {};
    const late = new Promise<false>((resolve) => {
      callOff = this.#alarm.set(until, () => resolve(false));
    });
    const all = Promise.all(consumer.under.values()).then(() => true);
    return Promise.race([all, late]).finally(() => callOff());
  }
}
