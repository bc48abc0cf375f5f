import { nameIn } from '../../shared/aws/item-key.ts';
import { scanned } from '../../shared/aws/scan.ts';
import { type Table, tableKey } from '../../shared/aws/table.ts';
import { names } from '../../shared/store/dynamodb/item.ts';

/** What a table has, in words; null when nothing but what is in `besides` (collections), and rates. Looks no further than a page of a kind in which it has found some. */
export async function foundIn(table: Table, besides: ReadonlySet<string>): Promise<string | null> {
  for (const [kind, what] of [
    ['c', 'commands'],
    ['r', 'records'],
    ['t', 'timers'],
  ] as const) {
    for await (const items of scanned(table, kind)) {
      const some = items.filter((item) => kind !== 'r' || (item[names.json] !== undefined && !besides.has(collectionIn(item[tableKey]?.S ?? ''))));
      if (some.length > 0) return `${some.length} or more ${what} are`;
    }
  }
  return null;
}

function collectionIn(pk: string): string {
  const name = nameIn(pk) ?? '';
  return name.slice(0, name.indexOf('#'));
}
