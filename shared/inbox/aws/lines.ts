import { workIndex } from '../../aws/table.ts';
import type { Commands } from './commands.ts';
import { pages } from './entries.ts';
import { queueOf } from './messages.ts';
import type { AwsInboxParts, AwsSettled } from './options.ts';
import { endedWork } from './places.ts';
import { queueCounts } from './queue-counts.ts';

/** A queue that has so many messages gets none from the sweeper. */
const full = 1_000;
/** What is overdue for so long, ms, gets another message though its queue is old: its own may be lost all the same. */
const lostMs = 300_000;
/** Commands of a partition that are looked at to tell a queue's age. */
const sampled = 25;

/** What a queue has, as the sweeper sees it. */
interface Line {
  /** Messages, and those sent since. */
  count: number;
  readonly isOld: boolean;
}

/**
 * Whether a queue takes another message for a command that is overdue, without its backlog being multiplied. It is young when it is empty, or when a command accepted within
 * the time of a message's patience has come through it already: then one that is overdue can't wait in it. For one sweep.
 */
export class Lines {
  readonly #parts: AwsInboxParts;
  readonly #commands: Commands;
  readonly #settled: AwsSettled;
  readonly #lines = new Map<string, Promise<Line>>();
  #served: Promise<ReadonlySet<string>> | undefined;

  constructor(parts: AwsInboxParts, commands: Commands, settled: AwsSettled) {
    this.#parts = parts;
    this.#commands = commands;
    this.#settled = settled;
  }

  /** Answers false when the command's own message is likely to stand in it, or it has enough. Counts what it says yes to. */
  async takes(queue: string, overdueMs: number): Promise<boolean> {
    const line = await this.#line(queue);
    if (line.count >= full || (line.isOld && overdueMs < lostMs)) return false;
    line.count++;
    return true;
  }

  #line(queue: string): Promise<Line> {
    let line = this.#lines.get(queue);
    if (!line) {
      line = this.#look(queue);
      this.#lines.set(queue, line);
    }
    return line;
  }

  async #look(queue: string): Promise<Line> {
    const { visible } = await queueCounts(this.#parts.sqs, [queue]);
    if (visible === 0) return { count: 0, isOld: false };
    this.#served ??= this.#queuesServed();
    return { count: visible, isOld: !(await this.#served).has(queue) };
  }

  /** The queues through which young commands have come, as far as a sample of those that have ended tells. */
  async #queuesServed(): Promise<ReadonlySet<string>> {
    const { clock, patienceMs } = this.#settled;
    const { table, queues } = this.#parts;
    const until = clock.now();
    const asked = { index: workIndex, from: until - patienceMs, until, descending: true, most: sampled };
    const found = await Promise.all(endedWork.all.map((partition) => pages(table, { ...asked, partition }).next()));
    const items = await this.#commands.readAll(found.flatMap(({ value }) => value ?? []).map(({ key }) => key));
    return new Set(items.flatMap((item) => [queueOf(queues, 'run', item), ...(item.delivery === 'sent' ? [queueOf(queues, 'deliver', item)] : [])]));
  }
}
