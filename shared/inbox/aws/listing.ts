import { deadIndex, speakerIndex, type Table } from '../../aws/table.ts';
import type { CommandRecord, Listing } from '../inbox.ts';
import { recordOf, speakerOf } from '../row.ts';
import type { Commands } from './commands.ts';
import { type Entry, merged, pages } from './entries.ts';
import type { CommandItem } from './item.ts';
import { commandKey, deadLetters, speakers } from './places.ts';

/** Lists records, newest first, by the index of dead letters or of their speaker; what is read then is as it is now. */
export function lister(table: Table, commands: Commands) {
  return async (listing: Listing, limit: number): Promise<readonly CommandRecord[]> => {
    const most = Math.min(1_000, Math.max(1, Math.floor(limit)));
    const { index, partitions, isAsked } = asked(listing);
    const found: CommandRecord[] = [];
    let some: Entry[] = [];
    for await (const entry of merged(partitions.map((partition) => pages(table, { index, partition, descending: true, most })))) {
      some.push(entry);
      if (some.length < most - found.length) continue;
      found.push(...(await read(some, isAsked)));
      some = [];
      if (found.length >= most) return found;
    }
    return [...found, ...(await read(some, isAsked))];
  };

  /** The index may lag: what it names may have ended, or be gone. */
  async function read(entries: readonly Entry[], isAsked: (item: CommandItem) => boolean): Promise<CommandRecord[]> {
    const items = new Map((await commands.readAll(entries.map(({ key }) => key))).map((item) => [commandKey(item.id), item]));
    return entries.flatMap(({ key }) => {
      const item = items.get(key);
      return item && isAsked(item) ? [recordOf(item)] : [];
    });
  }
}

function asked(listing: Listing) {
  if ('dead' in listing) return { index: deadIndex, partitions: deadLetters.all, isAsked: (item: CommandItem) => item.deadAt !== null };
  const { channel, tenant, user } = listing.openOf;
  return {
    index: speakerIndex,
    partitions: speakers(speakerOf(channel, tenant, user)).all,
    isAsked: (item: CommandItem) => item.runDue !== null || item.sendDue !== null,
  };
}
