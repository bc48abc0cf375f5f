import type { Table } from '../../aws/table.ts';
import type { Clock } from '../../clock.ts';
import { StorageFailed } from '../../errors.ts';
import { jsonOf } from '../record-size.ts';
import { type Collection, type Store, type Stored, VersionConflict } from '../store.ts';
import { expiredRecords } from './expired.ts';
import { attributesOf, names, recordKey, remains, storedIn } from './item.ts';
import { querier } from './query.ts';
import { isGone, isNoRemains, isThere, read, write } from './write.ts';

/** Times that a put without `expect` may be overtaken between its two ways. */
const triesMax = 5;

/**
 * Records in the one table: an item each, one call for each write and read but where said. What has expired or was deleted may be there for days yet, and is read no more: a deleted
 * record leaves its key, without value, so that a second try of the same call knows that it was the first.
 *
 * A put without `expect` whose answer was lost may be carried out once more, after another's: what must not be, gives `expect`.
 */
export function dynamodbStore(table: Table, { clock }: { readonly clock: Clock }): Store {
  const expired = expiredRecords(table);

  return {
    async get<T>(collection: Collection<T>, key: string): Promise<Stored<T> | null> {
      const pk = recordKey(collection.name, key);
      const item = await read(table, pk, `A record of ${collection.name}`);
      if (item && item.endsAt <= clock.now()) expired.meet(pk);
      return item && item.endsAt > clock.now() ? storedIn(item) : null;
    },

    async put(collection, key, value, options) {
      const attributes = attributesOf(collection, key, value, jsonOf(collection.name, key, value));
      const pk = recordKey(collection.name, key);
      const what = `A record of ${collection.name}`;
      const expect = options?.expect;
      const make = () => write(table, { pk, what, attributes, version: 1, condition: isGone, now: clock.now() });
      const change = (expected: number) =>
        write(table, {
          pk,
          what,
          attributes,
          version: expected + 1,
          condition: `${names.version} = :expected AND ${isThere}`,
          now: clock.now(),
          expected,
        });
      if (expect !== undefined) {
        const written = expect === 0 ? await make() : await change(expect);
        if ('version' in written) return written.version;
        throw new VersionConflict(collection.name, key);
      }
      for (let i = 0; i < triesMax; i++) {
        const written = await write(table, { pk, what, attributes, condition: isNoRemains, now: clock.now() });
        if ('version' in written) return written.version;
        // Remains of one that has expired: versions start anew.
        const made = await make();
        if ('version' in made) return made.version;
      }
      throw new StorageFailed(what, new Error(`${collection.name}/${key} was made and unmade ${triesMax} times meanwhile.`));
    },

    async delete(collection, key, options) {
      const pk = recordKey(collection.name, key);
      const what = `A record of ${collection.name}`;
      const expect = options?.expect;
      const now = clock.now();
      const written = await write(table, {
        pk,
        what,
        attributes: remains(now),
        version: 0,
        condition: expect === undefined ? isThere : `${names.version} = :expected AND ${isThere}`,
        now,
        ...(expect === undefined ? {} : { expected: expect }),
      });
      if ('version' in written) return true;
      const isLeft = written.met !== null && written.met.endsAt > now;
      if (expect !== undefined && (isLeft || expect > 0)) throw new VersionConflict(collection.name, key);
      if (written.met?.json !== undefined && !isLeft) await expired.remove(pk, now);
      return false;
    },

    query: querier(table, clock, expired),

    /** The table deletes by itself what has expired; this deletes what reads of this process have met of it. */
    sweep: (limit) => expired.sweep(limit, clock.now()),
  };
}
