import { deadIndex, speakerIndex, type Table, type TableIndex, workIndex } from '../../aws/table.ts';
import { type CommandRecord, endedLookedAt, type Listing } from '../inbox.ts';
import { endedIn, recordOf, speakerOf } from '../row.ts';
import type { Commands } from './commands.ts';
import { type Entry, merged, pages } from './entries.ts';
import type { CommandItem } from './item.ts';
import { commandKey, deadLetters, endedWork, speakers } from './places.ts';

/** Ended ones read at once: most are none that are asked for. */
const endedAtOnce = 100;

/** Lists records, newest first, by the index of dead letters, of their speaker or of what has ended; what is read then is as it is now. */
export function lister(table: Table, commands: Pick<Commands, 'readAll'>) {
  return async (listing: Listing, limit: number): Promise<readonly CommandRecord[]> => {
    const most = Math.min(1_000, Math.max(1, Math.floor(limit)));
    const { index, partitions, isAsked, atOnce, lookedAt = Number.POSITIVE_INFINITY } = asked(listing);
    const found: CommandRecord[] = [];
    let some: Entry[] = [];
    let seen = 0;
    for await (const entry of merged(partitions.map((partition) => pages(table, { index, partition, descending: true, most: atOnce ?? most })))) {
      if (++seen > lookedAt) break;
      some.push(entry);
      if (some.length < (atOnce ?? most - found.length)) continue;
      found.push(...(await read(some, isAsked)));
      some = [];
      if (found.length >= most) return found.slice(0, most);
    }
    return [...found, ...(await read(some, isAsked))].slice(0, most);
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

interface Asked {
  readonly index: TableIndex;
  readonly partitions: readonly string[];
  readonly isAsked: (item: CommandItem) => boolean;
  /** Read at once; left out: as many as are asked for. */
  readonly atOnce?: number;
  /** Looked at in all. */
  readonly lookedAt?: number;
}

function asked(listing: Listing): Asked {
  if ('dead' in listing) return { index: deadIndex, partitions: deadLetters.all, isAsked: (item) => item.deadAt !== null };
  if ('ended' in listing) {
    const { ended } = listing;
    return { index: workIndex, partitions: endedWork.all, isAsked: (item) => endedIn(item, ended), atOnce: endedAtOnce, lookedAt: endedLookedAt };
  }
  const { channel, tenant, user } = listing.openOf;
  return {
    index: speakerIndex,
    partitions: speakers(speakerOf(channel, tenant, user)).all,
    isAsked: (item) => item.runDue !== null || item.sendDue !== null,
  };
}
