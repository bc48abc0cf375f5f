import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { escaped } from '../../aws/text.ts';
import type { Query } from '../store.ts';
import { beginningOf, partsOf } from './place.ts';

/** What a query wants of an index partition, by place. */
export interface Range {
  /** Nothing can be in it. */
  readonly isEmpty: boolean;
  /** The condition on a sort key, and its values: never less than the range, and somewhat more where a bound is too long to ask for, or excluded. */
  condition(sort: string): string[];
  readonly values: Record<string, AttributeValue>;
  /** Whether it is really in it. */
  has(place: Buffer): boolean;
}

/** The order of places, that of their UTF-8 bytes. */
export const compare = (a: Buffer, b: Buffer, descending: boolean) => (descending ? Buffer.compare(b, a) : Buffer.compare(a, b));

/** A cursor is the place of the last record that was seen. */
export const cursorOf = (place: Buffer) => place.toString('base64url');

export function rangeOf({ from = '', to, after, descending = false }: Query): Range {
  // A sort value's place begins with it, and then has an end that sorts before all that could go on: the bare value comes before all places of it, and after all of lower ones.
  const seen = after === undefined ? undefined : placeIn(after);
  const low = Buffer.from(escaped(from));
  const high = to === undefined ? undefined : Buffer.from(escaped(to));
  const lowest = beginningOf((seen && !descending && compare(seen, low, false) > 0 ? seen : low).toString());
  const highest = seen && descending && (!high || compare(seen, high, false) < 0) ? seen : high;
  const most = highest && beginningOf(highest.toString());
  return {
    isEmpty: most !== undefined && (most === '' || compare(Buffer.from(lowest), Buffer.from(most), false) > 0),
    condition: (sort) =>
      most !== undefined && lowest !== ''
        ? [`${sort} BETWEEN :low AND :high`]
        : [...(lowest === '' ? [] : [`${sort} >= :low`]), ...(most === undefined ? [] : [`${sort} <= :high`])],
    values: { ...(lowest === '' ? {} : { ':low': { S: lowest } }), ...(most === undefined ? {} : { ':high': { S: most } }) },
    has: (place) => compare(place, low, false) >= 0 && (!high || compare(place, high, false) < 0) && (!seen || compare(place, seen, descending) > 0),
  };
}

function placeIn(cursor: string): Buffer {
  const place = Buffer.from(cursor, 'base64url');
  if (!partsOf(place.toString())) throw new TypeError('This is no cursor of a page.');
  return place;
}
