import { memoryOf, garbage as send } from '../hostile/garbage.ts';
import { must, type Part } from './part.ts';
import { withServer } from './server.ts';

const rounds = 160;
const perRound = 1_500;
const mib = 1_048_576;
/** Of what is live, least of a quarter, second to last: nothing is kept. */
const liveGrowthMaxMib = 4;
/** Of what is resident, median of a quarter, third to last: the allocator's pieces find their places slowly (about 70 MiB over the first 100,000 requests). */
const residentGrowthMaxMib = 24;

/** A quarter of a million hostile requests: memory stops growing. */
export const garbage: Part = {
  name: 'garbage',
  run: (say) =>
    withServer(async (running, doors) => {
      const live: number[] = [];
      const resident: number[] = [];
      const wrong = new Map<number, number>();
      for (let n = 0; n < rounds; n++) {
        const tally = await send(running.url, doors, { count: perRound, connections: 16, from: n * perRound });
        for (const [status, count] of tally) if (status >= 500) wrong.set(status, (wrong.get(status) ?? 0) + count);
        const memory = await memoryOf(running);
        live.push(memory.live / mib);
        resident.push(memory.resident / mib);
        if ((n + 1) % 20 === 0) say(`${(n + 1) * perRound} requests, ${resident.at(-1)?.toFixed(0)} MiB resident`);
      }
      must(wrong.size === 0, `Garbage was answered as our own fault: ${JSON.stringify([...wrong])}`);
      const quarter = (values: readonly number[], n: number) => values.slice((rounds * n) / 4, (rounds * (n + 1)) / 4);
      const [before, after] = [Math.min(...quarter(live, 1)), Math.min(...quarter(live, 3))];
      must(after - before < liveGrowthMaxMib, `What is live grew from ${before.toFixed(1)} MiB to ${after.toFixed(1)} MiB.`);
      const [third, last] = [median(quarter(resident, 2)), median(quarter(resident, 3))];
      must(last - third < residentGrowthMaxMib, `Resident memory grew from ${third.toFixed(0)} MiB to ${last.toFixed(0)} MiB.`);
      return `${rounds * perRound} hostile requests; live ${before.toFixed(1)} MiB in the second quarter, ${after.toFixed(1)} in the last; resident ${third.toFixed(0)} MiB in the third, ${last.toFixed(0)} in the last`;
    }),
};

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
