import type { Item } from '../../aws/table.ts';

/** What this process knows of a key: its item as it was last seen, and when it was last told to come again. */
interface Known {
  readonly item?: Item | undefined;
  readonly againAt?: number;
}

const keysMax = 500;

/** What was last seen of keys, the longest untouched forgotten first. It is always a former state: what it says to be full is full. */
export function knownKeys() {
  const known = new Map<string, Known>();
  const keep = (pk: string, change: Known): void => {
    const before = known.get(pk);
    known.delete(pk);
    known.set(pk, { ...before, ...change });
    const oldest = known.size > keysMax ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
  };
  return {
    item: (pk: string) => known.get(pk)?.item,
    againAt: (pk: string) => known.get(pk)?.againAt ?? 0,
    saw: (pk: string, item: Item | undefined) => keep(pk, { item }),
    told: (pk: string, againAt: number) => keep(pk, { againAt }),
  };
}

export type KnownKeys = ReturnType<typeof knownKeys>;
