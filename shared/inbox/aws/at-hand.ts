import type { Received } from './receiving.ts';

/** What a worker may do next: a command by its id, and the message that said so; none when the index of open work said so. */
export interface Offer {
  readonly id: string;
  readonly received?: Received;
}

/** What a worker has at hand and has not begun. The lines know it by a number. */
export class AtHand {
  #n = 0;
  readonly #offers = new Map<number, Offer>();
  readonly #ids = new Map<string, number>();
  readonly #queues = new Map<string, number>();
  readonly #waiting = new Set<() => void>();

  add(offer: Offer): number {
    this.#offers.set(++this.#n, offer);
    count(this.#ids, offer.id, 1);
    if (offer.received) count(this.#queues, offer.received.queue, 1);
    return this.#n;
  }

  /** It begins. */
  take(n: number): Offer | undefined {
    const offer = this.#offers.get(n);
    if (!offer) return undefined;
    this.#offers.delete(n);
    count(this.#ids, offer.id, -1);
    if (offer.received) count(this.#queues, offer.received.queue, -1);
    for (const tell of this.#waiting) tell();
    this.#waiting.clear();
    return offer;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Messages of this queue. */
  of(queue: string): number {
    return this.#queues.get(queue) ?? 0;
  }

  /** Resolves when one begins, or `signal` ends. */
  room(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener('abort', done);
        this.#waiting.delete(done);
        resolve();
      };
      signal.addEventListener('abort', done);
      this.#waiting.add(done);
      if (signal.aborted) done();
    });
  }
}

function count(counts: Map<string, number>, name: string, by: 1 | -1): void {
  const now = (counts.get(name) ?? 0) + by;
  if (now > 0) counts.set(name, now);
  else counts.delete(name);
}
