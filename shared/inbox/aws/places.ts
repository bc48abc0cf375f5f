import { itemKey, partitionOf } from '../../aws/item-key.ts';
import { shardOf, shards } from '../../aws/shard.ts';
import { deadIndex, expiryAttribute, speakerIndex, workIndex } from '../../aws/table.ts';
import type { CommandRow } from '../row.ts';
import type { Attributes } from './item.ts';

/** SQS: a message can be delayed by 15 minutes at most. */
export const delayMaxMs = 900_000;
/** What is due later than a message can be delayed is looked at so long before: looked for once a minute, it still gets a message that comes on time. */
export const leadMs = 120_000;
/** Whatever ended late can be read for a day. */
const readMs = 86_400_000;

export const commandKey = (id: string) => itemKey('c', id);

/**
 * The partitions of the indexes: all that is open; all that has ended; the dead letters; what is open of a speaker. Each is spread, by the item's key: a partition takes 1,000
 * writes a second, and one that takes no more holds up the table.
 */
const spread = (name: string) => ({
  of: (key: string) => `${name}#${shardOf(key)}`,
  all: shards.map((shard) => `${name}#${shard}`),
});
export const openWork = spread('work');
export const endedWork = spread('ended');
export const deadLetters = spread('dead');
export const speakers = (speaker: string) => {
  const partition = (shard: number) => partitionOf(`by#${shard}#`, speaker);
  return { of: (key: string) => partition(shardOf(key)), all: shards.map(partition) };
};

export interface PlaceOptions {
  /** How long what has ended is kept, from its acceptance, ms. */
  readonly keepMs: number;
  /** How long a message may be on its way before somebody looks whether there is one, ms. Not longer than a lease: a taking doesn't move the look. */
  readonly patienceMs: number;
}

/** Where a command stands in the indexes, and when the table may delete it. */
export function placesOf(row: CommandRow, lookAt: number | null, now: number, { keepMs }: PlaceOptions): Attributes {
  const key = commandKey(row.id);
  const isOpen = lookAt !== null;
  return {
    [workIndex.partition]: { S: (isOpen ? openWork : endedWork).of(key) },
    [workIndex.sort]: { N: String(isOpen ? lookAt : row.acceptedAt) },
    ...(isOpen ? { [speakerIndex.partition]: { S: speakers(row.speaker).of(key) }, [speakerIndex.sort]: { N: String(row.acceptedAt) } } : {}),
    ...(row.deadAt === null ? {} : { [deadIndex.partition]: { S: deadLetters.of(key) }, [deadIndex.sort]: { N: String(row.deadAt) } }),
    ...(isOpen ? {} : { [expiryAttribute]: { N: String(Math.ceil(Math.max(row.acceptedAt + keepMs, now + readMs) / 1_000)) } }),
  };
}

/** What `placesOf` may set. */
export const placeNames = [workIndex, deadIndex, speakerIndex].flatMap(({ partition, sort }) => [partition, sort]).concat(expiryAttribute);

/**
 * When somebody must look at it at the latest that nothing is late; null when nothing is open. A look is left where it is (`lookAt`) while that is soon enough: it moves on
 * by itself when it finds nothing to do, and each move costs two writes in the index.
 */
export function nextLook(row: CommandRow, lookAt: number | null, now: number, { patienceMs }: PlaceOptions): number | null {
  if (row.runDue === null && row.sendDue === null) return null;
  const wanted = Math.min(lookFor(row.runDue, now, patienceMs), lookFor(row.sendDue, now, patienceMs));
  return lookAt !== null && lookAt > now && lookAt <= wanted ? lookAt : wanted;
}

function lookFor(due: number | null, now: number, patienceMs: number): number {
  if (due === null) return Number.POSITIVE_INFINITY;
  // A message is on its way.
  if (due <= now) return Math.round(now + patienceMs);
  return due - now > delayMaxMs ? due - leadMs : due;
}
