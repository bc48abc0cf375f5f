import type { Dice } from '../../shared/timers/dice.ts';

const [hour, day] = [3_600, 86_400];
/** Commands a second at each second of a day. */
export type Rate = (second: number) => number;

/** A day of a month of so many commands: more by day, few at night. */
export const plainDay =
  (aMonth: number): Rate =>
  (second) =>
    (aMonth / (730 * hour)) * (1 + 0.8 * Math.sin(((second - 6 * hour) / day) * 2 * Math.PI));

/** The same with a peak at ten: within a minute so many a second, for ten minutes, and gone after ten more. */
export function dayWithPeak(aMonth: number, peak: number): Rate {
  const plain = plainDay(aMonth);
  const [start, up, stays, down] = [10 * hour, 60, 600, 600];
  return (second) => {
    const into = second - start;
    const share = into < 0 ? 0 : into < up ? into / up : into < up + stays ? 1 : Math.max(0, 1 - (into - up - stays) / down);
    return Math.max(plain(second), peak * share);
  };
}

/** How many come in a second of this rate: Poisson's. */
export function poisson(rate: number, random: Dice): number {
  // For many the sum of halves: e^-rate would be no number any more.
  if (rate > 200) return poisson(rate / 2, random) + poisson(rate / 2, random);
  const end = Math.exp(-rate);
  let count = -1;
  for (let product = 1; product > end; count++) product *= random() || Number.MIN_VALUE;
  return count;
}
