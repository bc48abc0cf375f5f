import { dice } from '../timers/dice.ts';
import { unkindly } from '../timers/unkind.ts';
import type { Limits } from './limits.ts';

/** Limits as distant ones are on a bad day, for tests: what was asked gets lost, or its answer, and what was taken stays taken. The same seed gives the same day. */
export function unkindLimits(limits: Limits, seed: number): Limits {
  const roll = dice(seed);
  return {
    take: (buckets, now) => unkindly(roll, () => limits.take(buckets, now)),
    block: (keys, until) => unkindly(roll, () => limits.block(keys, until)),
  };
}
