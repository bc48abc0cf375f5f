import { itemKey } from '../../aws/item-key.ts';
import type { Table } from '../../aws/table.ts';
import type { Limits } from '../limits.ts';
import { type KeyBuckets, keysOf, names, roomAt, updateKey } from './key.ts';
import { knownKeys } from './known.ts';
import { giveBack, type Taken, takeKey } from './take.ts';
import { comeAgainAt } from './waiting.ts';

/**
 * Rates in the one table, for any number of processes: an item for each key, with all of its windows. Never more than `count` in any `perMs`, whoever takes at once; with a busy
 * window up to a tenth less. A take is one call for each key, and nothing else where this process knows the key. Windows are of 1 ms to a day; throws TypeError for others.
 */
export function dynamodbLimits(table: Table): Limits {
  const known = knownKeys();

  return {
    async take(buckets, now) {
      const keys = keysOf(buckets);
      // A former state that is full is full by now too: then nothing is asked, and nothing to be given back.
      const full = keys.map((key) => ({ key, at: roomAt(known.item(key.pk), key, now) })).filter(({ at }) => at > now);
      if (full.length > 0) return latest(full, now);
      const taken: Taken[] = [];
      for (const key of keys) {
        const one = await takeKey(table, known, key, now);
        if ('at' in one) {
          for (const before of taken) await giveBack(table, known, before, now);
          return latest([{ key, at: one.at }], now);
        }
        taken.push(one);
      }
      return now;
    },

    async block(keys, until) {
      await Promise.all(
        [...new Set(keys)].map(async (key) => {
          const pk = itemKey('l', key);
          const { item } = await updateKey(table, {
            pk,
            at: until,
            conditions: [`(attribute_not_exists(${names.blocked}) OR ${names.blocked} < :until)`],
            set: [`${names.blocked} = :until`],
            values: { ':until': { N: String(until) } },
          });
          known.saw(pk, item);
        }),
      );
    },
  };

  async function latest(full: readonly { readonly key: KeyBuckets; readonly at: number }[], now: number): Promise<number> {
    const last = full.reduce((one, other) => (other.at > one.at ? other : one));
    return comeAgainAt(table, known, last.key, last.at, now);
  }
}
