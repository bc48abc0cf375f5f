import type { Priority } from '../command/command.ts';
import type { ConsumeOptions } from './inbox.ts';
import type { Lane, Stopping } from './lane.ts';
import type { Entry } from './ready-queue.ts';
import { channelOf } from './row.ts';

/** A lane for each channel, each with room of its own: one whose sends hang fills up its own lane, and no other. */
export class Lanes {
  readonly #open: () => Lane;
  readonly #lanes = new Map<string, Lane>();
  readonly #consumers = new Set<(lane: Lane) => void>();

  constructor(open: () => Lane) {
    this.#open = open;
  }

  /** What is ready in all of them. */
  get size(): number {
    let size = 0;
    for (const { ready } of this.#lanes.values()) size += ready.size;
    return size;
  }

  offer(n: number, priority: Priority, tenant: string, since: number): void {
    this.#of(channelOf(tenant)).offer(n, priority, tenant, since);
  }

  /** The next of any of them, for nobody in particular. */
  take(now: number): Entry | undefined {
    for (const lane of this.#lanes.values()) {
      const entry = lane.take(now);
      if (entry) return entry;
    }
    return undefined;
  }

  /** As a lane does, `concurrency` at once in each. */
  async serve(work: (entry: Entry) => Promise<void>, options: ConsumeOptions, stopping: Stopping): Promise<void> {
    const { signal } = options;
    const served: Promise<void>[] = [];
    const consume = (lane: Lane) => void served.push(lane.serve(work, options, stopping));
    if (!signal.aborted) {
      for (const lane of this.#lanes.values()) consume(lane);
      this.#consumers.add(consume);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      this.#consumers.delete(consume);
    }
    await Promise.all(served);
  }

  #of(channel: string): Lane {
    let lane = this.#lanes.get(channel);
    if (!lane) {
      lane = this.#open();
      this.#lanes.set(channel, lane);
      for (const consume of this.#consumers) consume(lane);
    }
    return lane;
  }
}
