import { shards } from '../../shared/aws/shard.ts';
import type { Dice } from '../../shared/timers/dice.ts';
import { full, type Gauge, gauge, note } from './gauge.ts';
import type { Step } from './profile.ts';
import { quotas } from './quotas.ts';

const { writes, doublesInS, partitionWrites, tableWrites } = quotas.dynamodb;

/** What a table, or one of its indexes, takes a second: twice the most that it was asked in a second until half an hour ago, and what it begins with at least. */
class Capacity {
  readonly #warm: number;
  #asked = 0;
  /** The most of each half hour, the last one growing. */
  #peaks: number[] = [0];
  #half = 0;

  constructor(warm: number) {
    this.#warm = warm;
  }

  limit(second: number): number {
    const half = Math.floor(second / doublesInS);
    for (; this.#half < half; this.#half++) this.#peaks.push(0);
    const before = Math.max(0, ...this.#peaks.slice(0, -1));
    return Math.min(tableWrites, Math.max(this.#warm, 2 * before));
  }

  /** All of one second. */
  ended(asked: number): void {
    this.#asked = asked;
    const last = this.#peaks.length - 1;
    this.#peaks[last] = Math.max(this.#peaks[last] ?? 0, this.#asked);
  }
}

/**
 * The one table: how many units it takes in each second, all together, of each index, and of each partition of an index that commands share. What an index takes no more holds up
 * the write to the table. Other partitions (a command's, a person's) are too many to be hot.
 */
export class Table {
  readonly gauges: { readonly writes: Gauge; readonly work: Gauge; readonly partition: Gauge };
  readonly #random: Dice;
  readonly #table: Capacity;
  readonly #work: Capacity;
  readonly #shards: number;
  #second = -1;
  #writes = 0;
  #inWork = 0;
  #inShard: number[] = [];
  /** Units of all time. */
  written = 0;
  read = 0;

  /** `warm`: warm throughput of writes, of the table and of its indexes. */
  constructor(random: Dice, { warm = writes, workShards = shards.length }: { readonly warm?: number; readonly workShards?: number } = {}) {
    this.#random = random;
    this.#table = new Capacity(warm);
    this.#work = new Capacity(warm);
    this.#shards = workShards;
    this.gauges = {
      writes: gauge('DynamoDB: writes of the table', 'warm throughput of the table, before the peak'),
      work: gauge('DynamoDB: writes of its index of open work', 'warm throughput of the index, before the peak'),
      partition: gauge('DynamoDB: one partition of open work', 'shards of open work (shared/aws/shard.ts)'),
    };
  }

  /** Answers false when it takes no more in this second. */
  takes(now: number, step: Step): boolean {
    this.#turn(Math.floor(now));
    const shard = Math.floor(this.#random() * this.#shards);
    const inWork = (step.entries.work ?? 0) + (step.entries.ended ?? 0);
    const inShard = step.entries.work ?? 0;
    const limits = { table: this.#table.limit(this.#second), work: this.#work.limit(this.#second) };
    const isFull = [
      this.#full(this.gauges.writes, this.#writes + step.writes, limits.table),
      this.#full(this.gauges.work, this.#inWork + inWork, limits.work),
      this.#full(this.gauges.partition, (this.#inShard[shard] ?? 0) + inShard, partitionWrites),
    ].includes(true);
    if (isFull) return false;
    this.#writes += step.writes;
    this.#inWork += inWork;
    this.#inShard[shard] = (this.#inShard[shard] ?? 0) + inShard;
    this.written += step.writes + Object.values(step.entries).reduce((sum, units) => sum + units, 0);
    this.read += step.reads;
    return true;
  }

  #full(one: Gauge, asked: number, limit: number): boolean {
    note(one, Math.min(asked, limit), limit);
    if (asked <= limit) return false;
    full(one, this.#second);
    return true;
  }

  #turn(second: number): void {
    if (second === this.#second) return;
    this.#table.ended(this.#writes);
    this.#work.ended(this.#inWork);
    this.#second = second;
    this.#writes = 0;
    this.#inWork = 0;
    this.#inShard = [];
  }
}
