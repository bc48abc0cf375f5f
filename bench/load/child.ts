import { answers } from '../process/answers.ts';
import { percentile } from '../statistics.ts';
import { prepared, type Wanted } from './prepare.ts';
import { type Load, saturate } from './saturate.ts';

/** What the generator is told to do: a stretch of prepared requests, at full speed. */
export interface Stretch {
  readonly wanted: Wanted;
  readonly port: number;
  readonly from: number;
  readonly to: number;
  readonly connections: number;
}

/** What it tells of it. */
export interface Report {
  readonly count: number;
  readonly tookMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

answers({
  prepare: (wanted: Wanted) => prepared(wanted).length,
  async load({ wanted, port, from, to, connections }: Stretch): Promise<Report> {
    return report(await saturate(port, prepared(wanted).slice(from, to), connections));
  },
});

/** Throws when any request had another answer than 200: then nothing was measured. */
function report({ count, tookMs, latenciesMs, unexpected }: Load): Report {
  if (Object.keys(unexpected).length > 0) throw new Error(`Answers other than 200, by status: ${JSON.stringify(unexpected)}`);
  return { count, tookMs, p50Ms: percentile(latenciesMs, 50), p99Ms: percentile(latenciesMs, 99) };
}
