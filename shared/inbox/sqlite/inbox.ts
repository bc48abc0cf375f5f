import type { Command, Priority } from '../../command/command.ts';
import { InboxFull } from '../../errors.ts';
import type { Database } from '../../sqlite/database.ts';
import type { Accepted, CommandRecord, Depth, Inbox } from '../inbox.ts';
import { type InboxOptions, withDefaults } from '../options.ts';
import { recordOf, tenantOf } from '../row.ts';
import { cancelled, dropped, redriven, wokenBy } from '../transition.ts';
import { Accepting, type Kept } from './accepting.ts';
import { type Change, Changes, type Transition } from './change.ts';
import { CommandIds } from './command-ids.ts';
import { Deliveries } from './deliveries.ts';
import { FreshRows } from './fresh-rows.ts';
import { lister } from './listing.ts';
import { openRows } from './open-rows.ts';
import { sweeper } from './retention.ts';
import type { SqliteRow } from './row.ts';
import { Runs } from './runs.ts';
import { Tally } from './tally.ts';

const kept: Accepted = { known: false };

/**
 * The inbox in the embedded database, one for each open database. What a former process was running is handed out again at once. Throws StorageFailed when
 * the open commands can't be read.
 */
export function sqliteInbox(database: Database, options: InboxOptions): Inbox {
  const settled = withDefaults(options);
  const { clock, leaseMs, acceptedLeaseMaxMs, marks } = settled;
  const tally = new Tally();
  const fresh = new FreshRows(database);
  const ids = new CommandIds(database, () => fresh.follow());
  const accepting = new Accepting(database, ids);
  const changes = new Changes(database, ids, changed);
  const runs = new Runs(database, fresh, changes, settled);
  const deliveries = new Deliveries(database, changes, settled);
  const list = lister(database, () => runs.lane.numbers());
  const sweep = sweeper(database, ids, ({ dead }) => {
    if (dead) tally.dead--;
  });
  const count = openRows(database, fresh, tally);
  /** A write failed, and may have happened all the same: count again before the count is used. */
  let recount = false;

  database.read('The open commands', () => count((row) => runs.orphan(row)));
  runs.look.look();
  deliveries.look.look();
  database.onFailure(() => {
    recount = true;
    runs.look.doubt();
    deliveries.look.doubt();
  });
  /** What is at hand follows from what is on the disk, and only from that. */
  function changed({ before, after }: Change): void {
    tally.move(before, after);
    const { n, priority, tenant } = after;
    if (after.runDue !== null && after.runDue !== before.runDue) {
      if (after.runDue === 0) setImmediate(() => runs.lane.offer(n, priority, tenant, clock.now()));
      else runs.look.note(after.runDue);
    }
    if (after.sendDue !== null && after.sendDue !== before.sendDue) {
      if (after.sendDue === 0) deliveries.lanes.offer(n, priority, tenant, clock.now());
      else deliveries.look.note(after.sendDue);
    }
  }

  function counted(): Tally {
    if (!recount) return tally;
    try {
      count();
      recount = false;
    } catch {
      // The disk: the count as known, and again next time.
    }
    return tally;
  }

  function read(id: string): SqliteRow | null {
    return database.read('The command', () => changes.read(id));
  }

  const applied = async (id: string, transition: Transition) => (await changes.apply(id, transition)) !== null;

  return {
    accept(command, options) {
      if (counted().backlog >= marks[command.priority]) {
        return known(command.id).then((record) => {
          if (record) return { known: true, record };
          throw new InboxFull(command.priority);
        });
      }
      return new Promise((resolve, reject) => {
        const leasedUntil = options?.lease ? clock.now() + leaseMs : null;
        accepting.write(command, leasedUntil, (kept) => resolve(kept.known || kept.row ? answered(kept) : queued(kept.n, command)), reject);
      });
    },
    consume: (handler, options) => runs.consume(handler, options),
    deliver: (handler, options) => deliveries.deliver(handler, options),
    async finish(taken, outcome, options) {
      const hold = runs.held.of(taken);
      return hold ? runs.finish(hold, outcome, options?.delivered ?? false) : false;
    },
    read: known,
    list,
    wake: (id, input) => applied(id, (row) => wokenBy(row, input)),
    async cancel(id, by) {
      const change = await changes.apply(id, (row) => cancelled(row, by, clock.now()));
      if (!change) return null;
      if (change.after.state !== 'running') return 'ended';
      runs.held.at(change.after.n)?.controller.abort('cancelled');
      return 'signalled';
    },
    redrive: (id) => applied(id, (row) => redriven(row, clock.now())),
    drop: (id) => applied(id, (row) => dropped(row, clock.now())),
    async depth(): Promise<Depth> {
      const now = counted();
      const of = (priority: Priority) => ({ count: now.waiting(priority), oldestAt: runs.lane.ready.oldest(priority) });
      return {
        waiting: { alert: of('alert'), interactive: of('interactive'), report: of('report') },
        running: now.running,
        undelivered: now.undelivered,
        dead: now.dead,
      };
    },
    sweep,
  };

  function queued(n: number, command: Command): Accepted {
    tally.accepted(command.priority);
    runs.lane.offer(n, command.priority, tenantOf(command), command.acceptedAt);
    return kept;
  }

  /** Known before, or kept now with a lease. */
  function answered({ known, row }: Kept): Accepted {
    if (!row) return kept;
    if (known) return { known, record: recordOf(row) };
    tally.add(row);
    runs.look.note(row.runDue ?? 0);
    return { known, taken: runs.taken(row, clock.now() + acceptedLeaseMaxMs, false) };
  }

  async function known(id: string): Promise<CommandRecord | null> {
    const row = read(id);
    return row && recordOf(row);
  }
}
