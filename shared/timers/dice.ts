/** Gives numbers from 0 to below 1, the same for the same seed. */
export type Dice = () => number;

/** Marsaglia's xorshift, 32 bits: enough to vary a test. */
export function dice(seed: number): Dice {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}
