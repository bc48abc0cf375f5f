import { Held, type Hold } from '../held.ts';
import type { Outcome, Taken } from '../inbox.ts';
import { parseWoken, recordOf } from '../row.ts';
import { endOfDeaths, outcomeOfThrow } from '../thrown.ts';
import { finished } from '../transition.ts';
import type { Change, Commands } from './commands.ts';
import type { CommandItem } from './item.ts';
import type { AwsSettled } from './options.ts';

/** Between two tries to keep an outcome that the table doesn't take, ms. */
const keepAgainMs = 1_000;

/** A command that this process runs. */
interface RunHold extends Hold {
  /** As it was last seen. */
  item: CommandItem;
  /** Keeps its message from others for another while. */
  readonly extend: () => void;
}

export interface RunsParts {
  readonly commands: Commands;
  readonly settled: AwsSettled;
  /** Hears of what became due. */
  readonly tell: (change: Change) => Promise<void>;
  /** Hears of each that was waiting to be run and is taken. */
  readonly taken: () => void;
}

/** Running what was accepted: taking it under a lease, which lives in its item and so counts for all processes; its outcome; and letting it go. */
export class Runs {
  readonly #parts: RunsParts;
  readonly #held: Held<RunHold>;
  #n = 0;

  constructor(parts: RunsParts) {
    this.#parts = parts;
    const { clock, alarm, leaseMs } = parts.settled;
    this.#held = new Held({
      clock,
      alarm,
      leaseMs,
      renew: (hold, leasedUntil) => this.#renew(hold, leasedUntil),
      overheld: (hold) => this.#held.drop(hold, 'lease'),
    });
  }

  /** Null: it isn't due, or another has it, or it ended. Rejects when the table doesn't say: its message comes again. */
  async take(id: string, extend = () => {}): Promise<Taken | null> {
    const { commands, settled, tell, taken } = this.#parts;
    const { clock, leaseMs, heldMaxMs, attemptsMax } = settled;
    const item = await commands.take(id, 'run', leaseMs);
    if (!item) return null;
    if (item.formerState === 'accepted') taken();
    const deaths = item.attempt - 1;
    const end = item.formerState === 'running' ? endOfDeaths(deaths, attemptsMax) : null;
    if (!end) return this.hold(item, clock.now() + heldMaxMs, extend);
    const change = await commands.change(
      id,
      (now) => (isHeld(now, item.lease) ? finished({ ...now, attempt: deaths }, end, { now: clock.now(), attemptsMax, delivered: false }) : null),
      item,
    );
    if (change) await tell(change);
    return null;
  }

  /** Makes what is handed out of an item whose lease was just taken; it is renewed until `until`, ms since 1970. */
  hold(item: CommandItem, until: number, extend = () => {}): Taken {
    const controller = new AbortController();
    if (item.cancelledBy !== null) controller.abort('cancelled');
    this.#held.add({ n: ++this.#n, lease: item.lease, controller, until, item, extend });
    const woken = parseWoken(item);
    return { record: recordOf(item), diedInside: item.formerState === 'running', signal: controller.signal, ...(woken ? { woken } : {}) };
  }

  /**
   * Runs it, and keeps its outcome however long the table takes it ill: the run is over and must not be run again for that. `heardUntil`, ms since 1970: before that its replies
   * are said by voice, unless that didn't wait. Never rejects.
   */
  async run(taken: Taken, handler: (taken: Taken) => Promise<Outcome>, heardUntil = 0): Promise<void> {
    let outcome: Outcome;
    try {
      outcome = await handler(taken);
    } catch (thrown) {
      // It was interrupted to stop: its lease is let go, and whoever takes it next knows that it died inside.
      if (taken.signal.reason === 'stop') return this.release(taken);
      outcome = outcomeOfThrow(thrown, taken, this.#parts.settled);
    }
    await this.#keep(taken, outcome, heardUntil);
  }

  /** Answers false when the lease was lost. Rejects with StorageFailed, and holds on. */
  async finish(taken: Taken, outcome: Outcome, delivered: boolean): Promise<boolean> {
    const hold = this.#held.of(taken);
    if (!hold || this.#held.at(hold.n) !== hold) return false;
    const { commands, settled, tell } = this.#parts;
    const by = { now: settled.clock.now(), attemptsMax: settled.attemptsMax };
    const change = await commands.change(
      hold.item.id,
      (item) => (isHeld(item, hold.lease) ? finished(item, outcome, { ...by, delivered: delivered && !item.isForLater }) : null),
      hold.item,
    );
    this.#held.drop(hold);
    const after = change?.after ?? (change && endedBy(change.before, hold.lease));
    if (!after) return false;
    await tell({ before: change?.after ? change.before : hold.item, after });
    return true;
  }

  /** Tells its worker to stop. */
  warn(taken: Taken): void {
    this.#held.of(taken)?.controller.abort('stop');
  }

  /** Lets others have it now; whoever takes it knows that it died inside. */
  async release(taken: Taken): Promise<void> {
    const hold = this.#held.of(taken);
    if (!hold || this.#held.at(hold.n) !== hold) return;
    this.#held.drop(hold, 'stop');
    try {
      const { commands, tell } = this.#parts;
      const change = await commands.change(
        hold.item.id,
        (item) => (isHeld(item, hold.lease) ? { ...item, runDue: 0, lease: item.lease + 1 } : null),
        hold.item,
      );
      if (change) await tell(change);
    } catch (cause) {
      this.#parts.settled.report('A lease could not be let go: it ends by itself.', cause);
    }
  }

  /** Ends the signal of the one that this process runs, if it does. */
  cancel(id: string): void {
    for (const hold of this.#held.all()) if (hold.item.id === id) hold.controller.abort('cancelled');
  }

  async #renew(hold: RunHold, leasedUntil: number): Promise<boolean> {
    hold.extend();
    const change = await this.#parts.commands.change(
      hold.item.id,
      (item) => (isHeld(item, hold.lease) ? { ...item, runDue: leasedUntil } : null),
      hold.item,
    );
    if (!change?.after) return false;
    hold.item = change.after;
    if (change.after.cancelledBy !== null) hold.controller.abort('cancelled');
    return true;
  }

  async #keep(taken: Taken, outcome: Outcome, heardUntil: number): Promise<void> {
    const { alarm, clock, report } = this.#parts.settled;
    const hold = this.#held.of(taken);
    let kept = outcome;
    while (hold && this.#held.at(hold.n) === hold) {
      try {
        await this.finish(taken, kept, clock.now() < heardUntil);
        return;
      } catch (cause) {
        report('An outcome could not be kept yet.', cause);
        // A defect of the request is none that waiting mends: what it answered can't be kept, and an admin sees why.
        if (!isRetryable(cause)) kept = { state: 'dead', replies: [], reason: `Its outcome could not be kept: ${String(cause)}` };
        await new Promise<void>((resolve) => void alarm.set(clock.now() + keepAgainMs, resolve));
      }
    }
  }
}

const isHeld = (item: CommandItem, lease: number) => item.lease === lease && item.state === 'running';

/** An earlier try of the same outcome was carried out though its answer was lost: nobody else can end a lease's run but its holder. */
const endedBy = (item: CommandItem, lease: number) => (item.lease === lease && item.state !== 'running' ? item : null);

const isRetryable = (cause: unknown) => cause instanceof Error && 'retryable' in cause && cause.retryable === true;
