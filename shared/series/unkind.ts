import { dice } from '../timers/dice.ts';
import { unkindly } from '../timers/unkind.ts';
import type { Sample, Series } from './series.ts';

/** How often samples come twice, and how often in another order. */
const twice = 0.2;
const shuffled = 0.5;

/**
 * Series as distant ones are on a bad day, for tests: lost questions and acknowledgements (StorageFailed), a part that is kept though the whole was not acknowledged, samples that come
 * twice and in any order. The same seed gives the same day.
 */
export function unkindSeries(series: Series, seed: number): Series {
  const roll = dice(seed);
  const inAnyOrder = (samples: readonly Sample[]) =>
    roll() < shuffled
      ? samples
          .map((sample) => ({ sample, at: roll() }))
          .sort((a, b) => a.at - b.at)
          .map(({ sample }) => sample)
      : samples;
  return {
    async append(samples) {
      if (roll() < twice) await series.append(samples.slice(0, Math.floor(roll() * samples.length)));
      await unkindly(roll, () => series.append(inAnyOrder(samples)));
    },
    read: (name, from, to, parts) => series.read(name, from, to, parts),
    drop: (name) => unkindly(roll, () => series.drop(name)),
    sweep: (signal) => unkindly(roll, () => series.sweep(signal)),
  };
}
