import type { ConsumeOptions } from '../inbox.ts';
import { Lane, type Stopping } from '../lane.ts';
import { Lanes } from '../lanes.ts';
import { AtHand, type Offer } from './at-hand.ts';
import { feed } from './feed.ts';
import type { Look } from './look.ts';
import { type Errand, type Message, messageOf } from './messages.ts';
import type { AwsSettled } from './options.ts';
import type { Receiving } from './receiving.ts';

/** After work that could not begin, ms. */
const againMs = 1_000;

export interface WorkerParts {
  readonly errand: Errand;
  readonly queues: readonly string[];
  readonly receiving: Receiving;
  readonly look: Look;
  readonly settled: AwsSettled;
}

/** Work from queues, and from the index of open work, through this process's own lines: by priority, tenant and age, as far as it is at hand. */
export class Worker {
  readonly #parts: WorkerParts;
  /** A channel whose sends hang holds up no other's; what runs takes turns in one line. */
  readonly #lane: Lane | Lanes;
  readonly #hand = new AtHand();
  #serving = 0;
  #end: () => Promise<void> = async () => {};

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    const { weightOf, clock, alarm } = parts.settled;
    const lane = () => new Lane(weightOf, clock, alarm);
    this.#lane = parts.errand === 'deliver' ? new Lanes(lane) : lane();
  }

  /** Gives work to `work`, as a lane does. Its message is deleted when it is done; when `work` rejects, it is tried again. */
  async serve(work: (offer: Offer, n: number) => Promise<void>, options: ConsumeOptions, stopping: Stopping): Promise<void> {
    const served = this.#lane.serve(({ n }) => this.#do(n, work), options, stopping);
    if (!options.signal.aborted) {
      if (this.#serving++ === 0) this.#begin();
      await new Promise<void>((resolve) => options.signal.addEventListener('abort', () => resolve(), { once: true }));
      if (--this.#serving === 0) await this.#end();
    }
    return served;
  }

  #begin(): void {
    const { errand, queues, receiving, look, settled } = this.#parts;
    const over = new AbortController();
    const fed = feed(
      { ...settled, queues, receiving, hand: this.#hand, offer: (received) => this.#offer({ id: received.message.id, received }, received.message) },
      over.signal,
    );
    const unlook = look.begin(errand, (item) => {
      if (!this.#hand.has(item.id)) this.#offer({ id: item.id }, messageOf(item, errand));
    });
    this.#end = async () => {
      unlook();
      over.abort();
      await fed;
      await this.#giveBack();
    };
  }

  #offer(offer: Offer, { priority, tenant, since }: Message): void {
    this.#lane.offer(this.#hand.add(offer), priority, tenant, since);
  }

  /** What was not begun is another worker's. */
  async #giveBack(): Promise<void> {
    const { receiving, settled } = this.#parts;
    const back: Promise<void>[] = [];
    for (let entry = this.#lane.take(settled.clock.now()); entry; entry = this.#lane.take(settled.clock.now())) {
      const received = this.#hand.take(entry.n)?.received;
      if (received) back.push(receiving.giveBack(received));
    }
    await Promise.all(back);
  }

  async #do(n: number, work: (offer: Offer, n: number) => Promise<void>): Promise<void> {
    const { receiving, settled } = this.#parts;
    const offer = this.#hand.take(n);
    if (!offer) return;
    try {
      await work(offer, n);
      if (offer.received) receiving.done(offer.received);
    } catch (cause) {
      settled.report('A command could not be taken yet.', cause);
      settled.alarm.set(settled.clock.now() + againMs, () => this.#again(offer));
    }
  }

  #again(offer: Offer): void {
    if (!offer.received) return;
    if (this.#serving > 0) this.#offer(offer, offer.received.message);
    else void this.#parts.receiving.giveBack(offer.received);
  }
}
