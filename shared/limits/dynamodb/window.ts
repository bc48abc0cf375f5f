import type { Item } from '../../aws/table.ts';
import type { Bucket } from '../limits.ts';

/**
 * A window of a key, as its item has it: takes are numbered, and marks say when. So taking is `number < limit`, a condition that any who take at once can meet side by side, and
 * nobody has to know the latest number: what is known of the past stays true.
 */
export interface Window {
  /** How many were ever taken: the number of the last one. */
  readonly taken: number;
  /** The slot of the last one. */
  readonly slot: number;
  readonly marks: readonly Mark[];
}

/** All takes up to this number were made at this instant or before. */
export interface Mark {
  readonly number: number;
  readonly at: number;
  /** Where it stands in the item: one for each slot of time with a take, in a ring; and `passedIndex`. */
  readonly index: number;
}

/** Slots in a window: takes within one count as made with its last. So a busy window may give up to a tenth less than `count`, never more. */
const slotsOf = 10;
/** More than a window's slots: what a new slot takes the place of is out of the window. */
const ring = slotsOf + 3;

export const slotMs = (perMs: number) => Math.max(1, Math.ceil(perMs / slotsOf));
export const slotOf = (perMs: number, at: number) => Math.floor(at / slotMs(perMs));
export const indexOf = (slot: number) => slot % ring;

/** Where the latest of those marks stands that were out of the window when a new slot was opened, for the slot may have taken its place in the ring. */
export const passedIndex = ring;

/** The attributes of a window. */
export const names = (perMs: number) => ({
  taken: `n${perMs}`,
  slot: `k${perMs}`,
  number: (index: number) => `c${perMs}_${index}`,
  at: (index: number) => `e${perMs}_${index}`,
});

/** A key's window; undefined when nothing was ever taken in it. */
export function windowIn(item: Item | undefined, perMs: number): Window | undefined {
  const name = names(perMs);
  const number = (attribute: string) => Number(item?.[attribute]?.N ?? 0);
  if (!item?.[name.taken]) return undefined;
  return {
    taken: number(name.taken),
    slot: number(name.slot),
    marks: Array.from({ length: ring + 1 }, (_, index) => index)
      .filter((index) => item[name.at(index)])
      .map((index) => ({ number: number(name.number(index)), at: number(name.at(index)), index })),
  };
}

/** The latest mark that is out of the window at `now`; undefined when none is. For who asks with an earlier `now` it may not be. */
export function passedMark({ marks }: Window, perMs: number, now: number): Mark | undefined {
  return marks
    .filter(({ at }) => at + perMs <= now)
    .reduce<Mark | undefined>((one, other) => (one && one.number >= other.number ? one : other), undefined);
}

/** The first instant with room for one more; now, when there is. What isn't known of the window can only make it later. */
export function freeAt(window: Window | undefined, { count, perMs }: Bucket, now: number): number {
  if (!window || window.taken - (passedMark(window, perMs, now)?.number ?? 0) < count) return now;
  return Math.min(...window.marks.filter(({ number }) => number > window.taken - count).map(({ at }) => at + perMs));
}
