import type { Clock } from '../../clock.ts';
import type { Database } from '../../sqlite/database.ts';
import type { Alarm } from '../../timers/alarm.ts';
import type { Taken } from '../inbox.ts';

/** A command that a worker of this process holds. */
export interface Hold {
  readonly n: number;
  readonly lease: number;
  readonly controller: AbortController;
  /** Until when its lease is renewed, ms since 1970. */
  readonly until: number;
}

/** What this process holds, and the renewing of its leases. */
export class Held {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #alarm: Alarm;
  readonly #leaseMs: number;
  readonly #renew;
  readonly #byN = new Map<number, Hold>();
  readonly #bySignal = new WeakMap<AbortSignal, Hold>();
  #ringing = false;

  constructor(database: Database, { clock, alarm, leaseMs }: { clock: Clock; alarm: Alarm; leaseMs: number }) {
    this.#database = database;
    this.#clock = clock;
    this.#alarm = alarm;
    this.#leaseMs = leaseMs;
    this.#renew = database.prepare("UPDATE commands SET run_due = ? WHERE n = ? AND lease = ? AND state = 'running'");
  }

  add(hold: Hold): void {
    this.#byN.set(hold.n, hold);
    this.#bySignal.set(hold.controller.signal, hold);
    this.#ring();
  }

  of(taken: Taken): Hold | undefined {
    return this.#bySignal.get(taken.signal);
  }

  at(n: number): Hold | undefined {
    return this.#byN.get(n);
  }

  /** Lets go of it; its worker hears why when it isn't the one who ends it. */
  drop(hold: Hold, why?: 'lease' | 'stop'): void {
    if (this.#byN.get(hold.n) === hold) this.#byN.delete(hold.n);
    if (why) hold.controller.abort(why);
  }

  /** Keeps it for another while; whoever finds that it is another's by now tells its worker. */
  renew(hold: Hold): void {
    const leasedUntil = Math.round(this.#clock.now() + this.#leaseMs);
    this.#database
      .write(() => this.#renew.run(leasedUntil, hold.n, hold.lease))
      .then(
        (changed) => {
          if (changed === 0) this.#lost(hold);
        },
        // The disk: tried again at the next ring. Nobody else can take it meanwhile, for that is a write too.
        () => {},
      );
  }

  /** Not ours: ended in the moment of renewing, or taken by another. */
  #lost(hold: Hold): void {
    if (this.#byN.get(hold.n) === hold) this.drop(hold, 'lease');
  }

  #ring(): void {
    if (this.#ringing || this.#byN.size === 0) return;
    this.#ringing = true;
    this.#alarm.set(this.#clock.now() + this.#leaseMs / 3, () => {
      this.#ringing = false;
      const now = this.#clock.now();
      for (const hold of this.#byN.values()) if (now < hold.until) this.renew(hold);
      this.#ring();
    });
  }
}
