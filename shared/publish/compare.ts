import { isDeepStrictEqual } from 'node:util';
import type { Part } from '../channel/listing.ts';

/** How a part differs from what the platform has of it: names of its items. */
export interface Change {
  readonly part: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  /** The same items stand in another order. */
  readonly reordered: boolean;
}

/** What would change: each part that is not as it should be, and each that should not be. In the order of `wanted`. */
export function changes(has: readonly Part[], wanted: readonly Part[], isOrdered: boolean): readonly Change[] {
  const names = new Set([...wanted, ...has].map(({ name }) => name));
  return [...names].flatMap((name) => {
    const change = changeOf(name, itemsOf(has, name), itemsOf(wanted, name), isOrdered);
    return change.added.length + change.removed.length + change.changed.length > 0 || change.reordered ? [change] : [];
  });
}

/** The items of a part; none when there is no such part. */
export const itemsOf = (parts: readonly Part[], name: string): Part['items'] => parts.find((part) => part.name === name)?.items ?? {};

function changeOf(part: string, has: Part['items'], wanted: Part['items'], isOrdered: boolean): Change {
  const kept = Object.keys(has).filter((name) => name in wanted);
  return {
    part,
    added: Object.keys(wanted).filter((name) => !(name in has)),
    removed: Object.keys(has).filter((name) => !(name in wanted)),
    changed: kept.filter((name) => !isDeepStrictEqual(has[name], wanted[name])),
    reordered:
      isOrdered &&
      !isDeepStrictEqual(
        kept,
        Object.keys(wanted).filter((name) => name in has),
      ),
  };
}
