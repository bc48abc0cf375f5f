import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { itemKey } from '../../aws/item-key.ts';
import { shardOf } from '../../aws/shard.ts';
import { tableKey, workIndex } from '../../aws/table.ts';
import type { Due } from '../timers.ts';

/** What wakes a timer. queue: a message that is under way. schedule: Scheduler, which sends one. plan: nothing yet; its schedule could not be made at once, and still is to be. */
export type Woken = 'queue' | 'schedule' | 'plan';

/** A timer as the table has it. */
export interface TimerRecord extends Due {
  readonly pk: string;
  /** When it is to fire, ms since 1970: when due, or later, while someone handles it and when that has failed. */
  readonly next: number;
  /** How often its handler has thrown. */
  readonly tries: number;
  readonly woken: Woken;
  /** Which write made it so. */
  readonly writeId: string;
}

/** Those that something wakes, by when they fire; those whose schedule is still to be made, by when they are due. */
export type TimerPartition = 'timers' | 'plans';

export type Attributes = Record<string, AttributeValue>;

/** The attributes beside the key: the id as JSON, which keeps any text, version, id of the write, due, next, tries, and what wakes it. */
export const names = { id: 'd', version: 'v', writeId: 'w', due: 'a', next: 'n', tries: 'c', woken: 'h' } as const;

export const timerKey = (id: string) => itemKey('t', id);

export const partitionName = (partition: TimerPartition, shard: number) => `${partition}#${shard}`;

/** Where the index of open work has it, and at which instant. */
export const placed = (pk: string, woken: Woken, at: number): Attributes => ({
  [workIndex.partition]: { S: partitionName(woken === 'plan' ? 'plans' : 'timers', shardOf(pk)) },
  [workIndex.sort]: { N: String(at) },
});

/** A timer as it is when it was just set, or had got so far elsewhere. */
export const attributesOf = (
  { id, version, due }: Due,
  woken: Woken,
  { next, tries }: Pick<TimerRecord, 'next' | 'tries'> = { next: due, tries: 0 },
): Attributes => ({
  [names.id]: { S: JSON.stringify(id) },
  [names.version]: { N: String(version) },
  [names.due]: { N: String(due) },
  [names.next]: { N: String(next) },
  [names.tries]: { N: String(tries) },
  [names.woken]: { S: woken },
  ...placed(timerKey(id), woken, next),
});

export function recordIn(item: Attributes): TimerRecord {
  const number = (name: string) => Number(item[name]?.N);
  return {
    pk: item[tableKey]?.S ?? '',
    id: JSON.parse(item[names.id]?.S ?? '""') as string,
    version: number(names.version),
    due: number(names.due),
    next: number(names.next),
    tries: number(names.tries),
    woken: wokenBy(item[names.woken]?.S),
    writeId: item[names.writeId]?.S ?? '',
  };
}

const wokenBy = (word: string | undefined): Woken => (word === 'queue' || word === 'schedule' ? word : 'plan');
