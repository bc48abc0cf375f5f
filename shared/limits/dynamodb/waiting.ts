import type { Table } from '../../aws/table.ts';
import { StorageFailed } from '../../errors.ts';
import { type KeyBuckets, names, updateKey } from './key.ts';
import type { KnownKeys } from './known.ts';
import { freeAt, windowIn } from './window.ts';

/** Nobody is told to come later than this from now for the sake of others, ms: those who were told earlier may never come. */
const aheadMsMax = 60_000;
/** Tries to take a place in the line. */
const triesMax = 3;
/** Places in the line are this much wider than the rate, so that who comes a little late does not push out the next. */
const width = 1.1;

/**
 * When one for whom a key has no room until `at` is to come again. Where many wait side by side, each is told another instant, at the pace of the key, one write each: told the same,
 * all would ask at once, again and again. It reserves nothing. Who has been told by this process is told the same again. Where the table doesn't take it, it is `at`.
 */
export async function comeAgainAt(table: Table, known: KnownKeys, { pk, buckets }: KeyBuckets, at: number, now: number): Promise<number> {
  const before = known.againAt(pk);
  if (before > now) return Math.max(before, at);
  const item = known.item(pk);
  const tightest = buckets.find((bucket) => freeAt(windowIn(item, bucket.perMs), bucket, now) === at);
  // Until then nothing passes at all.
  if (!tightest) return at;
  const pace = Math.ceil((tightest.perMs / tightest.count) * width);
  if (at - now < pace / 4) return at;
  return (await placeInLine(table, known, pk, { at, now, pace, told: Number(item?.[names.told]?.N ?? 0) })) ?? at;
}

/** Takes the next place behind those who were told to come later than now. Null when it could not. */
async function placeInLine(
  table: Table,
  known: KnownKeys,
  pk: string,
  { at, now, pace, told: before }: { readonly at: number; readonly now: number; readonly pace: number; readonly told: number },
): Promise<number | null> {
  // No one else waits when the last was told an instant that is past, or well before this one.
  const least = Math.max(now, at - pace);
  let told = before;
  for (let i = 0; i < triesMax; i++) {
    if (told > now + aheadMsMax) return Math.max(at, now + aheadMsMax);
    const isLine = told > least;
    const updated = await updateKey(table, {
      pk,
      at: now,
      conditions: [isLine ? `${names.told} > :least` : `(attribute_not_exists(${names.told}) OR ${names.told} <= :least)`],
      set: [`${names.told} = ${isLine ? `${names.told} + :pace` : ':at'}`],
      values: { ':least': { N: String(least) }, ...(isLine ? { ':pace': { N: String(pace) } } : { ':at': { N: String(at) } }) },
    }).catch(nullWhenNotStored);
    if (!updated) return null;
    known.saw(pk, updated.item);
    told = Number(updated.item?.[names.told]?.N ?? 0);
    if (updated.isDone) {
      known.told(pk, told);
      return told;
    }
  }
  return null;
}

function nullWhenNotStored(cause: unknown): null {
  if (cause instanceof StorageFailed) return null;
  throw cause;
}
