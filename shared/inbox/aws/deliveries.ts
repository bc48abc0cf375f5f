import { Held, type Hold } from '../held.ts';
import type { CommandRecord, DeliveryResult } from '../inbox.ts';
import { recordOf } from '../row.ts';
import { resultOfThrow } from '../thrown.ts';
import { delivered } from '../transition.ts';
import type { Change, Commands } from './commands.ts';
import type { CommandItem } from './item.ts';
import type { AwsSettled } from './options.ts';

/** Between two tries to keep a result that the table doesn't take, ms. */
const keepAgainMs = 1_000;

/** A command whose replies this process delivers. */
interface SendHold extends Hold {
  /** As it was last seen. */
  item: CommandItem;
  readonly extend: () => void;
}

/** Delivering what was answered: each command's replies by one sender at a time, over all processes, so in order. It has a lease of its own, beside that of a run. */
export class Deliveries {
  readonly #commands: Commands;
  readonly #settled: AwsSettled;
  readonly #tell: (change: Change) => Promise<void>;
  readonly #held: Held<SendHold>;
  #n = 0;

  constructor(commands: Commands, settled: AwsSettled, tell: (change: Change) => Promise<void>) {
    this.#commands = commands;
    this.#settled = settled;
    this.#tell = tell;
    const { clock, alarm, leaseMs } = settled;
    this.#held = new Held({
      clock,
      alarm,
      leaseMs,
      renew: (hold, leasedUntil) => this.#renew(hold, leasedUntil),
      overheld: (hold) => this.#held.drop(hold),
    });
  }

  /** Delivers it, unless another does or nothing is due. Rejects, with nothing done, when the table doesn't say whether it may. */
  async send(id: string, handler: (record: CommandRecord) => Promise<DeliveryResult>, extend = () => {}): Promise<void> {
    const { clock, leaseMs, heldMaxMs } = this.#settled;
    const item = await this.#commands.take(id, 'send', leaseMs);
    if (!item) return;
    const hold: SendHold = { n: ++this.#n, lease: item.sendLease, controller: new AbortController(), until: clock.now() + heldMaxMs, item, extend };
    this.#held.add(hold);
    let result: DeliveryResult;
    try {
      result = await handler(recordOf(item));
    } catch (thrown) {
      result = resultOfThrow(thrown, item, this.#settled);
    }
    // Held until it is kept: else another would send it meanwhile.
    await this.#keep(hold, item, result);
    this.#held.drop(hold);
  }

  /** What went out is kept, however long the table takes it ill: else it would go out again. */
  async #keep(hold: SendHold, handed: CommandItem, result: DeliveryResult): Promise<void> {
    const { alarm, clock, report } = this.#settled;
    while (this.#held.at(hold.n) === hold || clock.now() < hold.until) {
      try {
        const change = await this.#commands.change(handed.id, (now) => this.#after(now, hold.lease, handed, result), hold.item);
        if (change) await this.#tell(change);
        return;
      } catch (cause) {
        report('What was delivered could not be kept yet.', cause);
        await new Promise<void>((resolve) => void alarm.set(clock.now() + keepAgainMs, resolve));
      }
    }
  }

  #after(now: CommandItem, lease: number, handed: CommandItem, result: DeliveryResult): CommandItem | null {
    const { clock, sendsMax } = this.#settled;
    // Another's by now: what went out did so all the same, but when it is tried again is no longer ours to say.
    if (now.sendLease !== lease && result.state !== 'sent') {
      return now.delivery === 'pending' && result.sent > now.sent ? { ...now, sent: result.sent } : null;
    }
    const after = delivered(now, handed, result, { now: clock.now(), sendsMax });
    // Told once: a second try of this write finds that the lease has ended.
    return after && { ...after, sendLease: now.sendLease + 1 };
  }

  async #renew(hold: SendHold, leasedUntil: number): Promise<boolean> {
    hold.extend();
    const change = await this.#commands.change(
      hold.item.id,
      (item) => (item.sendLease === hold.lease && item.delivery === 'pending' ? { ...item, sendDue: leasedUntil } : null),
      hold.item,
    );
    if (!change?.after) return false;
    hold.item = change.after;
    return true;
  }
}
