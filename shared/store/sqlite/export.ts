import { paged } from '../../sqlite/paged.ts';
import type { Snapshot } from '../../sqlite/snapshot.ts';
import type { MovedRecord } from '../moved.ts';

/** All records that have not expired, some at a time. */
export function* exportRecords(snapshot: Snapshot, now: number): Generator<readonly MovedRecord[]> {
  const page = snapshot.prepare('SELECT n, collection, key, version, expires_at AS expiresAt, value FROM records WHERE n > ? ORDER BY n LIMIT ?');
  for (const rows of paged(page)) {
    yield rows
      .filter(({ expiresAt }) => expiresAt === null || Number(expiresAt) > now)
      .map(({ collection, key, version, value }) => ({
        collection: String(collection),
        key: String(key),
        version: Number(version),
        value: JSON.parse(String(value)) as unknown,
      }));
  }
}
