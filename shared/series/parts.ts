import { type Day, dayMs, runsOf } from './day.ts';
import { bucketOf, type Histogram } from './histogram.ts';
import { type Part, type State, states } from './series.ts';

/** There are no more: a sample takes a day at most. */
const buckets = bucketOf(dayMs) + 1;

interface Growing {
  readonly from: number;
  readonly to: number;
  readonly stateMs: Record<State, number>;
  /** How many latencies are in each bucket. */
  readonly counts: Uint32Array;
}

/** What days, in order, say about a range in equal parts. */
export function partsOf(days: readonly Day[], from: number, to: number, count: number): readonly Part[] {
  const edge = (i: number) => from + Math.floor(((to - from) * i) / count);
  const parts = Array.from(
    { length: count },
    (_, i): Growing => ({
      from: edge(i),
      to: edge(i + 1),
      stateMs: { up: 0, down: 0, unknown: 0, maintenance: 0 },
      counts: new Uint32Array(buckets),
    }),
  );
  addRuns(parts, days, from, to);
  for (const day of days) addLatencies(parts, day, from, to);
  return parts.map(({ counts, ...part }) => ({ ...part, latency: histogramOf(counts) }));
}

function histogramOf(counts: Uint32Array): Histogram {
  const histogram = new Map<number, number>();
  for (let bucket = 0; bucket < counts.length; bucket++) {
    const times = counts[bucket] ?? 0;
    if (times > 0) histogram.set(bucket, times);
  }
  return histogram;
}

/** Runs come in order, and so do parts. */
function addRuns(parts: readonly Growing[], days: readonly Day[], from: number, to: number): void {
  let i = 0;
  for (const run of runsOf(days)) {
    if (run.to <= from) continue;
    if (run.from >= to) return;
    while ((parts[i]?.to ?? to) <= run.from) i++;
    for (let n = i; ; n++) {
      const part = parts[n];
      if (!part || part.from >= run.to) break;
      const state = states[run.state] ?? 'unknown';
      part.stateMs[state] += Math.max(0, Math.min(part.to, run.to) - Math.max(part.from, run.from));
    }
  }
}

function addLatencies(parts: readonly Growing[], day: Day, from: number, to: number): void {
  let i = 0;
  const countsAt = (at: number) => {
    while ((parts[i]?.to ?? to) <= at) i++;
    return parts[i]?.counts;
  };
  const add = (counts: Uint32Array | undefined, bucket: number, times: number) => {
    if (counts) counts[bucket] = (counts[bucket] ?? 0) + times;
  };
  if (day.kind === 'raw') {
    for (const { at, bucket } of day.points) if (bucket >= 0 && at >= from && at < to) add(countsAt(at), bucket, 1);
    return;
  }
  for (const { at, latency } of day.slots) {
    if (at + day.slotMs <= from || at >= to) continue;
    const counts = countsAt(Math.max(at, from));
    for (let n = 0; n < latency.length; n += 2) add(counts, latency[n] ?? 0, latency[n + 1] ?? 0);
  }
}
