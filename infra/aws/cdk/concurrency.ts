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
  const scale = concurrency / totalOf(parts.map((part) => sized(part, 1)));
  const sizes = parts.map((part) => sized(part, scale));
  const isEnough = totalOf(sizes) <= concurrency;
  const given = isEnough ? sizes : parts.map((part) => sized(part, 0));
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

function sized(part: FunctionPart, scale: number): Sized {
  const feeds = feedsOf(part).map((feed) => [feed, Math.min(feedMax, Math.max(feedMin, Math.floor(feed.slots * scale)))] as const);
  // What is one at a time stays so.
  const own = part.slots <= 1 ? part.slots : Math.max(1, Math.floor(part.slots * scale));
  return { part, feeds, total: own + feeds.reduce((sum, [, slots]) => sum + slots, 0) };
}

const totalOf = (sizes: readonly Sized[]) => sizes.reduce((sum, { total }) => sum + total, 0);
