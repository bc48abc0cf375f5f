import { type Feed, type FunctionPart, feedsOf } from './functions.ts';

/** Lambda: an event source of SQS takes a maximum of 2 to 1,000. */
const feedMin = 2;
const feedMax = 1_000;

export interface Slots {
  /** Runs kept for a function, which no other one can take, and which are its most; none for any when there are too few to give each its least. */
  readonly reserved: ReadonlyMap<FunctionPart, number>;
  /** Runs at once of each queue. */
  readonly maximum: ReadonlyMap<Feed, number>;
}

/**
 * Shares `concurrency`, the stage's part of the account's concurrent executions, out among its functions by their slots. A function has at least the sum of what its
 * queues may take at once, so each priority has runs of its own: alerts wait for no other work, reports are never starved, and no message is thrown back because a
 * function is full.
 */
export function slotsOf(parts: readonly FunctionPart[], concurrency: number): Slots {
  const least = totalOf(parts, 0);
  const isEnough = concurrency >= least;
  // Each has its least; what is left is shared out by the slots.
  const scale = isEnough ? (concurrency - least) / (totalOf(parts, 1) - least) : 0;
  const given = parts.map((part) => sized(part, scale));
  return {
    reserved: new Map(isEnough ? given.map(({ part, total }) => [part, total]) : []),
    maximum: new Map(given.flatMap(({ feeds }) => feeds)),
  };
}

interface Sized {
  readonly part: FunctionPart;
  readonly feeds: readonly (readonly [Feed, number])[];
  readonly total: number;
}

/** `scale` 0: its least. 1: its slots. */
function sized(part: FunctionPart, scale: number): Sized {
  const between = (least: number, slots: number) => least + Math.floor((slots - least) * scale);
  const feeds = feedsOf(part).map((feed) => [feed, Math.min(feedMax, between(feedMin, feed.slots))] as const);
  const own = part.slots === 0 ? 0 : between(1, part.slots);
  return { part, feeds, total: own + feeds.reduce((sum, [, slots]) => sum + slots, 0) };
}

const totalOf = (parts: readonly FunctionPart[], scale: number) => parts.reduce((sum, part) => sum + sized(part, scale).total, 0);
