import { deadIndex, speakerIndex, type Table } from '../../aws/table.ts';
import type { CommandRecord, Listing } from '../inbox.ts';
import { recordOf, speakerOf } from '../row.ts';
import type { Commands } from './commands.ts';
import { pages } from './entries.ts';
import type { CommandItem } from './item.ts';
import { commandKey, deadPartition, speakerPartition } from './places.ts';

/** Lists records, newest first, by the index of dead letters or of their speaker; what is read then is as it is now. */
export function lister(table: Table, commands: Commands) {
  return async (listing: Listing, limit: number): Promise<readonly CommandRecord[]> => {
    const most = Math.min(1_000, Math.max(1, Math.floor(limit)));
    const isAsked =
      'dead' in listing ? (item: CommandItem) => item.deadAt !== null : (item: CommandItem) => item.runDue !== null || item.sendDue !== null;
    const where =
      'dead' in listing
        ? { index: deadIndex, partition: deadPartition }
        : { index: speakerIndex, partition: speakerPartition(speakerOf(listing.openOf.channel, listing.openOf.tenant, listing.openOf.user)) };
    const found: CommandRecord[] = [];
    for await (const page of pages(table, { ...where, descending: true, most })) {
      const items = new Map((await commands.readAll(page.map(({ key }) => key))).map((item) => [commandKey(item.id), item]));
      for (const { key } of page) {
        const item = items.get(key);
        if (item && isAsked(item)) found.push(recordOf(item));
      }
      if (found.length >= most) break;
    }
    return found.slice(0, most);
  };
}
