import type { Database } from '../../sqlite/database.ts';
import { Held, type Hold } from '../held.ts';
import type { ConsumeOptions, Outcome, Taken } from '../inbox.ts';
import { Lane } from '../lane.ts';
import type { Settled } from '../options.ts';
import type { Entry } from '../ready-queue.ts';
import { parseWoken, recordOf } from '../row.ts';
import { endOfDeaths, outcomeOfThrow } from '../thrown.ts';
import { finished, taken as takenRow } from '../transition.ts';
import type { Changes } from './change.ts';
import { DueLook } from './due-look.ts';
import type { FreshRows } from './fresh-rows.ts';
import type { SqliteRow } from './row.ts';

/** Between two tries to keep an outcome that the disk doesn't take, ms. */
const keepAgainMs = 1_000;

/** Running what is accepted: taking under a lease, the outcome, and what happens to those that never finish. */
export class Runs {
  readonly lane: Lane;
  readonly look: DueLook;
  readonly held: Held<Hold>;
  readonly #changes: Changes;
  readonly #settled: Settled;
  /** Held by a process that is no more. */
  readonly #orphans = new Set<number>();

  constructor(database: Database, fresh: FreshRows, changes: Changes, settled: Settled) {
    const { clock, alarm, leaseMs, weightOf } = settled;
    this.#changes = changes;
    this.#settled = settled;
    this.lane = new Lane(weightOf, clock, alarm);
    const renew = database.prepare("UPDATE commands SET run_due = ? WHERE n = ? AND lease = ? AND state = 'running'");
    this.held = new Held({
      clock,
      alarm,
      leaseMs,
      renew: ({ n, lease }, leasedUntil) => database.write(() => renew.run(leasedUntil, n, lease) > 0),
    });
    this.look = new DueLook(database, 'run_due', {
      clock,
      alarm,
      atHand: () => this.lane.ready.size,
      unlisted: () => fresh.rows(),
      found: ({ n, priority, tenant, since }) => this.#due(n, () => this.lane.offer(n, priority, tenant, since)),
    });
  }

  /** Its process died inside: hand it out at once. */
  orphan(row: Pick<SqliteRow, 'n' | 'priority' | 'tenant' | 'acceptedAt'>): void {
    this.#orphans.add(row.n);
    this.lane.offer(row.n, row.priority, row.tenant, row.acceptedAt);
  }

  consume(handler: (taken: Taken) => Promise<Outcome>, options: ConsumeOptions): Promise<void> {
    return this.lane.serve((entry) => this.#run(entry, handler), options, {
      warn: (n) => this.held.at(n)?.controller.abort('stop'),
      release: (n) => this.#release(n),
    });
  }

  /** Answers false when the lease was lost. Rejects with StorageFailed, and holds on. */
  async finish(hold: Hold, outcome: Outcome, delivered: boolean): Promise<boolean> {
    const { clock, attemptsMax } = this.#settled;
    const change = await this.#changes.apply(hold.n, (row) =>
      row.lease === hold.lease && row.state === 'running' ? finished(row, outcome, { now: clock.now(), attemptsMax, delivered }) : null,
    );
    this.held.drop(hold);
    return change !== null;
  }

  /** Makes what was taken of a row whose lease is on the disk; the lease is renewed until `until`, ms since 1970. */
  taken(row: SqliteRow, until: number, diedInside: boolean): Taken {
    const record = recordOf(row);
    const controller = new AbortController();
    if (row.cancelledBy !== null) controller.abort('cancelled');
    this.held.add({ n: row.n, lease: row.lease, controller, until });
    const woken = parseWoken(row);
    return { record, diedInside, signal: controller.signal, ...(woken ? { woken } : {}) };
  }

  async #run(entry: Entry, handler: (taken: Taken) => Promise<Outcome>): Promise<void> {
    const taken = await this.#take(entry);
    const hold = taken && this.held.of(taken);
    if (!taken || !hold) return;
    let outcome: Outcome;
    try {
      outcome = await handler(taken);
    } catch (thrown) {
      // It was interrupted to stop: its lease is let go, and whoever takes it next knows that it died inside.
      if (taken.signal.reason === 'stop') return this.#release(entry.n);
      outcome = outcomeOfThrow(thrown, taken, this.#settled);
    }
    await this.#keep(hold, outcome);
  }

  /** Null: someone else has it, or it needs no run any more; or the disk didn't take it, and the next look finds it again. */
  async #take({ n }: Entry): Promise<Taken | null> {
    const { clock, leaseMs, heldMaxMs, attemptsMax } = this.#settled;
    const isOrphan = this.#orphans.delete(n);
    const now = clock.now();
    const change = await this.#changes
      .apply(n, (row) => {
        if (row.runDue === null || (row.runDue > now && !isOrphan)) return null;
        const end = row.state === 'running' ? endOfDeaths(row.attempt, attemptsMax) : null;
        return end ? finished(row, end, { now, attemptsMax, delivered: false }) : takenRow(row, now, leaseMs);
      })
      .catch(() => {
        if (isOrphan) this.#orphans.add(n);
        return null;
      });
    if (change?.after.state !== 'running') return null;
    return this.taken(change.after, now + heldMaxMs, change.before.state === 'running');
  }

  /** The outcome is kept, however long the disk takes it ill: the run is over and must not be run again for that. */
  async #keep(hold: Hold, outcome: Outcome): Promise<void> {
    const { alarm, clock } = this.#settled;
    for (;;) {
      try {
        await this.finish(hold, outcome, false);
        return;
      } catch {
        // Reported where it failed.
        await new Promise<void>((resolve) => void alarm.set(clock.now() + keepAgainMs, resolve));
      }
      if (this.held.at(hold.n) !== hold) return;
    }
  }

  /** Lets others have it now; whoever takes it knows that it died inside. */
  async #release(n: number): Promise<void> {
    const hold = this.held.at(n);
    if (!hold) return;
    this.#lose(hold, 'stop');
    await this.#changes
      .apply(n, (row) => (row.lease === hold.lease && row.state === 'running' ? { ...row, runDue: 0, lease: row.lease + 1 } : null))
      // The disk: its lease ends by itself.
      .catch(() => null);
  }

  /**
   * A row is due that this process may hold: the machine slept, or the disk took no renewal. While its worker lives nobody else can have it, as one process
   * has the folder; so it is lost only when it was held for too long.
   */
  #due(n: number, offer: () => void): void {
    const hold = this.held.at(n);
    if (hold && this.#settled.clock.now() < hold.until) this.held.renew(hold);
    else {
      if (hold) this.#lose(hold, 'lease');
      offer();
    }
  }

  #lose(hold: Hold, why: 'lease' | 'stop'): void {
    this.held.drop(hold, why);
    this.lane.lose(hold.n);
  }
}
