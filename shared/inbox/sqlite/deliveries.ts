import type { Database } from '../../sqlite/database.ts';
import type { CommandRecord, ConsumeOptions, DeliveryResult } from '../inbox.ts';
import { Lane } from '../lane.ts';
import { Lanes } from '../lanes.ts';
import type { Settled } from '../options.ts';
import type { Entry } from '../ready-queue.ts';
import { recordOf } from '../row.ts';
import { resultOfThrow } from '../thrown.ts';
import { delivered } from '../transition.ts';
import type { Change, Changes } from './change.ts';
import { DueLook } from './due-look.ts';
import type { SqliteRow } from './row.ts';

/** Between two tries to keep a result that the disk doesn't take, ms. */
const keepAgainMs = 1_000;

/**
 * Delivering what was answered: each command's replies by one worker at a time, so in order. Who delivers is known in memory alone: one process has the
 * folder, and what it was sending when it died is sent again.
 */
export class Deliveries {
  readonly lanes: Lanes;
  readonly look: DueLook;
  readonly #changes: Changes;
  readonly #settled: Settled;

  constructor(database: Database, changes: Changes, settled: Settled) {
    const { clock, alarm, weightOf } = settled;
    this.#changes = changes;
    this.#settled = settled;
    this.lanes = new Lanes(() => new Lane(weightOf, clock, alarm));
    this.look = new DueLook(database, 'send_due', {
      clock,
      alarm,
      atHand: () => this.lanes.size,
      found: ({ n, priority, tenant, since }) => this.lanes.offer(n, priority, tenant, since),
    });
  }

  deliver(handler: (record: CommandRecord) => Promise<DeliveryResult>, options: ConsumeOptions): Promise<void> {
    const nothing = { warn() {}, release: () => Promise.resolve() };
    return this.lanes.serve(async (entry) => this.#tell(await this.#send(entry, handler)), options, nothing);
  }

  async #send({ n }: Entry, handler: (record: CommandRecord) => Promise<DeliveryResult>): Promise<Change | null> {
    let row: SqliteRow | null;
    try {
      row = this.#changes.read(n);
    } catch {
      this.look.doubt();
      return null;
    }
    if (!row || row.sendDue === null || row.sendDue > this.#settled.clock.now()) return null;
    const handed = row;
    let result: DeliveryResult;
    try {
      result = await handler(recordOf(row));
    } catch (thrown) {
      result = resultOfThrow(thrown, row, this.#settled);
    }
    return this.#keep(handed, result);
  }

  /** What went out is kept, however long the disk takes it ill: else it would go out again. */
  async #keep(handed: SqliteRow, result: DeliveryResult): Promise<Change | null> {
    const { alarm, clock, sendsMax } = this.#settled;
    for (;;) {
      try {
        return await this.#changes.apply(handed.n, (row) => delivered(row, handed, result, { now: clock.now(), sendsMax }));
      } catch {
        // Reported where it failed.
        await new Promise<void>((resolve) => void alarm.set(clock.now() + keepAgainMs, resolve));
      }
    }
  }

  /** The lane lets go of it after this; what was answered meanwhile, or is due again, then is offered anew. */
  #tell(change: Change | null): void {
    if (change?.after.sendDue !== 0) return;
    const { n, priority, tenant } = change.after;
    setImmediate(() => this.lanes.offer(n, priority, tenant, this.#settled.clock.now()));
  }
}
