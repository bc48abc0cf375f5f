import { randomUUID } from 'node:crypto';
import type { Table } from '../../aws/table.ts';
import { StorageFailed } from '../../errors.ts';
import { givingBack, taking } from './change.ts';
import { type KeyBuckets, names, roomAt, updateKey } from './key.ts';
import type { KnownKeys } from './known.ts';
import { slotMs } from './window.ts';

/** Tries of one change that others overtake. */
const triesMax = 8;

/** What was taken of a key, so that it can be given back: in which slot, by window. */
export interface Taken {
  readonly key: KeyBuckets;
  readonly slots: ReadonlyMap<number, number>;
}

/** Takes one from all buckets of a key, in one call where it is known and nobody comes between. Answers when to ask again (ms since 1970) where there is no room. */
export async function takeKey(table: Table, known: KnownKeys, key: KeyBuckets, now: number): Promise<Taken | { readonly at: number }> {
  for (let i = 0; i < triesMax; i++) {
    const item = known.item(key.pk);
    const at = roomAt(item, key, now);
    if (at > now) return { at };
    const changes = key.buckets.map((bucket) => taking(item, bucket, now));
    const generation = item?.[names.generation];
    const updated = await updateKey(table, {
      pk: key.pk,
      at: now,
      // What is known of the numbers is wrong once one was given back, or the item was made anew.
      conditions: [
        generation ? `${names.generation} = :generation` : `attribute_not_exists(${names.generation})`,
        `(attribute_not_exists(${names.blocked}) OR ${names.blocked} <= :now)`,
        ...changes.flatMap(({ conditions }) => conditions),
      ],
      set: [...(generation ? [] : [`${names.generation} = :generation`]), ...changes.flatMap(({ set }) => set)],
      values: Object.assign(
        { ':now': { N: String(now) }, ':one': { N: '1' }, ':generation': generation ?? { S: randomUUID() } },
        ...changes.map(({ values }) => values),
      ),
    });
    known.saw(key.pk, updated.item);
    if (updated.isDone) return { key, slots: new Map(key.buckets.map(({ perMs }, n) => [perMs, changes[n]?.slot ?? 0])) };
  }
  // There may be room, but others were always faster: they are through by then.
  return { at: now + Math.min(...key.buckets.map(({ perMs }) => slotMs(perMs))) };
}

/**
 * Gives back what was taken a moment ago, as if it had never been. When that fails, or it may have been done without its answer having come, it is left at that: what was taken is free
 * again when its window has passed, and giving it back twice would let one too many through.
 */
export async function giveBack(table: Table, known: KnownKeys, { key, slots }: Taken, now: number): Promise<void> {
  for (let i = 0; i < triesMax; i++) {
    const item = known.item(key.pk);
    const generation = item?.[names.generation];
    if (!item || !generation) return;
    const changes = [];
    for (const [perMs, slot] of slots) {
      const change = givingBack(item, perMs, slot);
      if (!change) return;
      changes.push(change);
    }
    const next = { S: randomUUID() };
    try {
      const updated = await updateKey(table, {
        pk: key.pk,
        at: now,
        conditions: [`${names.generation} = :generation`, ...changes.flatMap(({ conditions }) => conditions)],
        set: [`${names.generation} = :next`, ...changes.flatMap(({ set }) => set)],
        values: Object.assign({ ':one': { N: '1' }, ':generation': generation, ':next': next }, ...changes.map(({ values }) => values)),
      });
      known.saw(key.pk, updated.item);
      if (updated.isDone || updated.tries > 1 || updated.item?.[names.generation]?.S === next.S) return;
    } catch (cause) {
      if (!(cause instanceof StorageFailed)) throw cause;
      return;
    }
  }
}
