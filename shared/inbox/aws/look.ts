import { type Table, workIndex } from '../../aws/table.ts';
import type { Commands } from './commands.ts';
import { dueOf } from './due.ts';
import { type Entry, pages } from './entries.ts';
import type { CommandItem } from './item.ts';
import type { Errand } from './messages.ts';
import type { AwsSettled } from './options.ts';
import { openWork } from './places.ts';

/** Between two looks at least, ms. */
const pauseMs = 250;
/** … and at most: another process may have made something due. */
const everyMs = 60_000;
/** After a look that failed, ms. */
const againMs = 1_000;
/** Entries of a partition that one look sees. */
const most = 100;

/**
 * A worker's own look at the index of open work: finds at its time what is due by its clock, whatever messages there are or aren't. It looks when the next is due, as far as
 * it knows, and once a minute.
 */
export class Look {
  readonly #table: Table;
  readonly #commands: Commands;
  readonly #settled: AwsSettled;
  readonly #found = new Map<Errand, (item: CommandItem) => void>();
  #isLooking = false;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #alarmAt = Number.POSITIVE_INFINITY;
  #callOff = () => {};

  constructor(table: Table, commands: Commands, settled: AwsSettled) {
    this.#table = table;
    this.#commands = commands;
    this.#settled = settled;
  }

  /** From now on `found` gets what is due for this errand; answers how to end that. */
  begin(errand: Errand, found: (item: CommandItem) => void): () => void {
    this.#found.set(errand, found);
    this.#ringAt(this.#settled.clock.now());
    return () => {
      this.#found.delete(errand);
      if (this.#found.size === 0) this.#rest();
    };
  }

  /** Something is to be looked at then, ms since 1970. */
  note(at: number | null): void {
    if (at !== null && at < this.#alarmAt && this.#found.size > 0) this.#ringAt(at);
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#rest();
    const now = this.#settled.clock.now();
    this.#lookedAt = now;
    let next = now + everyMs;
    try {
      const pagesOf = await Promise.all(openWork.all.map((partition) => this.#first(partition)));
      const entries = pagesOf.flat();
      for (const page of pagesOf) {
        const later = page.find(({ at }) => at > now)?.at;
        next = Math.min(next, later ?? (page.length === most ? now + againMs : next));
      }
      const items = await this.#commands.readAll(entries.filter(({ at }) => at <= now).map(({ key }) => key));
      const moved = await Promise.all(items.toSorted(byAge).map((item) => this.#judge(item, now)));
      next = Math.min(next, ...moved);
    } catch (cause) {
      this.#settled.report('Open work could not be looked for.', cause);
      next = now + againMs;
    } finally {
      this.#isLooking = false;
    }
    if (this.#found.size > 0) this.note(next);
  }

  /** Answers when it is next looked at. */
  async #judge(item: CommandItem, now: number): Promise<number> {
    const { run, send, lookAt } = dueOf(item, now, this.#settled);
    if (run) this.#found.get('run')?.(item);
    if (send) this.#found.get('deliver')?.(item);
    if (lookAt === null) return Number.POSITIVE_INFINITY;
    await this.#commands.lookLater(item, lookAt);
    return lookAt;
  }

  async #first(partition: string): Promise<readonly Entry[]> {
    return (await pages(this.#table, { index: workIndex, partition, most }).next()).value ?? [];
  }

  #ringAt(at: number): void {
    this.#callOff();
    this.#alarmAt = at;
    this.#callOff = this.#settled.alarm.set(Math.max(at, this.#lookedAt + pauseMs), () => void this.#look());
  }

  #rest(): void {
    this.#callOff();
    this.#callOff = () => {};
    this.#alarmAt = Number.POSITIVE_INFINITY;
  }
}

const byAge = (a: CommandItem, b: CommandItem) => a.acceptedAt - b.acceptedAt;
