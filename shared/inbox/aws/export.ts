import { scanned } from '../../aws/scan.ts';
import { type MovedCommand, movedOf } from '../moved.ts';
import type { AwsInboxParts } from './options.ts';
import { live } from './parts.ts';

/** All commands that are still kept, in no order, some at a time, with the replies that lie apart. Reads the whole table. Throws StorageFailed. */
export async function* exportCommands(
  { table, parts }: Pick<AwsInboxParts, 'table' | 'parts'>,
  now: number,
): AsyncGenerator<readonly MovedCommand[]> {
  for await (const items of scanned(table, 'c')) {
    const rows = await Promise.all(items.map((item) => live(item, now, parts)));
    yield rows.flatMap((row) => (row ? [movedOf(row)] : []));
  }
}
