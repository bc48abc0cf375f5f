import { residentBytes, garbage as send } from '../hostile/garbage.ts';
import { must, type Part } from './part.ts';
import { withServer } from './server.ts';

const rounds = 160;
const perRound = 1_500;
const mib = 1_048_576;
/** Between the second quarter and the last: what the collector's mood alone makes of it. */
const growthMaxMib = 16;

/** A quarter of a million hostile requests: memory stops growing. */
export const garbage: Part = {
  name: 'garbage',
  run: (say) =>
    withServer(async (running, doors) => {
      const mibs: number[] = [];
      const wrong = new Map<number, number>();
      for (let n = 0; n < rounds; n++) {
        const tally = await send(running.url, doors, { count: perRound, connections: 16, from: n * perRound });
        for (const [status, count] of tally) if (status >= 500) wrong.set(status, (wrong.get(status) ?? 0) + count);
        mibs.push((await residentBytes(running.url)) / mib);
        if ((n + 1) % 20 === 0) say(`${(n + 1) * perRound} requests, ${mibs.at(-1)?.toFixed(0)} MiB`);
      }
      must(wrong.size === 0, `Garbage was answered as our own fault: ${JSON.stringify([...wrong])}`);
      const second = median(mibs.slice(rounds / 4, rounds / 2));
      const last = median(mibs.slice((rounds * 3) / 4));
      must(last - second < growthMaxMib, `Memory grew from ${second.toFixed(0)} MiB to ${last.toFixed(0)} MiB.`);
      return `${rounds * perRound} hostile requests; ${second.toFixed(0)} MiB in the second quarter, ${last.toFixed(0)} MiB in the last`;
    }),
};

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
