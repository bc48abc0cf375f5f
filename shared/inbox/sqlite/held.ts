import type { Clock } from '../../clock.ts';
import type { CommandId } from '../../command/command.ts';
import type { Database } from '../../sqlite/database.ts';
import type { Alarm } from '../../timers/alarm.ts';
import type { Taken } from '../inbox.ts';

/** A command that a worker of this process holds. */
export interface Hold {
  readonly n: number;
  readonly id: CommandId;
  readonly lease: number;
  readonly controller: AbortController;
  /** Until when its lease is renewed, ms since 1970. */
  readonly until: number;
  /** When its lease ends, ms since 1970, as far as is known to be on the disk. */
  leasedUntil: number;
  /** Its run has ended, and the outcome is being written: nobody else gets it. */
  finishing: boolean;
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

  #ring(): void {
    if (this.#ringing || this.#byN.size === 0) return;
    this.#ringing = true;
    this.#alarm.set(this.#clock.now() + this.#leaseMs / 3, () => {
      this.#ringing = false;
      this.#renewAll();
      this.#ring();
    });
  }

  #renewAll(): void {
    const now = this.#clock.now();
    const leasedUntil = Math.round(now + this.#leaseMs);
    for (const hold of this.#byN.values()) {
      if (now >= hold.until) continue;
      this.#database
        .write(() => this.#renew.run(leasedUntil, hold.n, hold.lease))
        .then(
          (changed) => {
            if (changed > 0) hold.leasedUntil = leasedUntil;
            else if (!hold.finishing) this.drop(hold, 'lease');
          },
          // The disk: tried again at the next ring; when the lease has run out by then, it is lost.
          () => {},
        );
    }
  }
}
