import type { Events } from './events.ts';
import { full, type Gauge, gauge, note } from './gauge.ts';
import { quotas } from './quotas.ts';

/** Concurrent runs of all functions of an account. */
export class Account {
  readonly gauge: Gauge;
  readonly #most: number;
  running = 0;

  constructor(most: number = quotas.lambda.account) {
    this.#most = most;
    this.gauge = gauge('Lambda: runs at once of the account', "the account's concurrent executions, and `concurrency` of the stage");
  }

  begin(): void {
    this.running++;
    note(this.gauge, this.running, this.#most);
  }

  end(): void {
    this.running--;
  }
}

export interface FunctionOptions {
  readonly name: string;
  /** Runs at once at most: what is reserved for it. */
  readonly reserved: number;
  /** How much longer a run takes whose sandbox is new, s. */
  readonly coldS: number;
}

/** A function: its sandboxes, each of which runs one event at a time. */
export class LambdaFunction {
  readonly gauge: Gauge;
  readonly #events: Events;
  readonly #account: Account;
  readonly #options: FunctionOptions;
  #running = 0;
  #sandboxes = 0;
  #newAt = 0;
  runs = 0;
  busyS = 0;
  cold = 0;

  constructor(events: Events, account: Account, options: FunctionOptions) {
    this.#events = events;
    this.#account = account;
    this.#options = options;
    this.gauge = gauge(`Lambda: runs at once of ${options.name}`, '`concurrency` of the stage');
  }

  /** Runs an event that takes so long, s; answers false when it can't. */
  run(forS: number, ended: () => void): boolean {
    const { reserved, coldS } = this.#options;
    const { now } = this.#events;
    const isCold = this.#running >= this.#sandboxes;
    if (this.#running >= reserved || (isCold && this.#newAt > now + 1)) {
      full(this.gauge, now);
      return false;
    }
    if (isCold) {
      this.#sandboxes++;
      this.cold++;
      this.#newAt = Math.max(now, this.#newAt) + 1 / quotas.lambda.newPerSecond;
    }
    this.#running++;
    this.#account.begin();
    note(this.gauge, this.#running, reserved);
    const tookS = forS + (isCold ? coldS : 0);
    this.runs++;
    this.busyS += forS;
    this.#events.set(now + tookS, () => {
      this.#running--;
      this.#account.end();
      ended();
    });
    return true;
  }
}
