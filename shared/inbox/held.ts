import type { Clock } from '../clock.ts';
import type { Alarm } from '../timers/alarm.ts';
import type { Taken } from './inbox.ts';

/** A command that a worker of this process holds. */
export interface Hold {
  /** Its number here. */
  readonly n: number;
  readonly lease: number;
  readonly controller: AbortController;
  /** Until when its lease is renewed, ms since 1970. */
  readonly until: number;
}

export interface HeldParts<H extends Hold> {
  readonly clock: Clock;
  readonly alarm: Alarm;
  readonly leaseMs: number;
  /** Keeps the lease until then, ms since 1970. Answers false when it is another's by now, or the run has ended; rejects when that can't be told: it is asked again. */
  readonly renew: (hold: H, leasedUntil: number) => Promise<boolean>;
  /** It was held for as long as it may be. Left out: whoever finds that it is due takes it away. */
  readonly overheld?: (hold: H) => void;
}

/** What this process holds, and the renewing of its leases, each at a third of its time. */
export class Held<H extends Hold> {
  readonly #parts: HeldParts<H>;
  readonly #byN = new Map<number, H>();
  readonly #bySignal = new WeakMap<AbortSignal, H>();
  #ringing = false;

  constructor(parts: HeldParts<H>) {
    this.#parts = parts;
  }

  add(hold: H): void {
    this.#byN.set(hold.n, hold);
    this.#bySignal.set(hold.controller.signal, hold);
    this.#ring();
  }

  of(taken: Taken): H | undefined {
    return this.#bySignal.get(taken.signal);
  }

  at(n: number): H | undefined {
    return this.#byN.get(n);
  }

  all(): Iterable<H> {
    return this.#byN.values();
  }

  /** Lets go of it; its worker hears why when it isn't the one who ends it. */
  drop(hold: H, why?: 'lease' | 'stop'): void {
    if (this.#byN.get(hold.n) === hold) this.#byN.delete(hold.n);
    if (why) hold.controller.abort(why);
  }

  /** Keeps it for another while; whoever finds that it is another's by now tells its worker. */
  renew(hold: H): void {
    const { clock, leaseMs, renew } = this.#parts;
    renew(hold, Math.round(clock.now() + leaseMs)).then(
      (isKept) => {
        // Not ours: ended in the moment of renewing, or taken by another.
        if (!isKept && this.#byN.get(hold.n) === hold) this.drop(hold, 'lease');
      },
      // Tried again at the next ring. Nobody else can take it meanwhile, for that is a write too.
      () => {},
    );
  }

  #ring(): void {
    if (this.#ringing || this.#byN.size === 0) return;
    this.#ringing = true;
    const { clock, alarm, leaseMs, overheld } = this.#parts;
    alarm.set(clock.now() + leaseMs / 3, () => {
      this.#ringing = false;
      const now = clock.now();
      for (const hold of this.#byN.values()) {
        if (now < hold.until) this.renew(hold);
        else overheld?.(hold);
      }
      this.#ring();
    });
  }
}
