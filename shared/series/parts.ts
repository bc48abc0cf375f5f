import { type Day, type Point, runsOf, type Slot } from './day.ts';
import { addTo } from './histogram.ts';
import { type Part, type State, states } from './series.ts';

interface Growing {
  readonly from: number;
  readonly to: number;
  readonly stateMs: Record<State, number>;
  readonly latency: Map<number, number>;
}

/** What days, in order, say about a range in equal parts. */
export function partsOf(days: readonly Day[], from: number, to: number, count: number): readonly Part[] {
  const edge = (i: number) => from + Math.floor(((to - from) * i) / count);
  const parts = Array.from(
    { length: count },
    (_, i): Growing => ({ from: edge(i), to: edge(i + 1), stateMs: { up: 0, down: 0, unknown: 0, maintenance: 0 }, latency: new Map() }),
  );
  addRuns(parts, days, from, to);
  for (const day of days) addLatencies(parts, day, from, to);
  return parts;
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
  const partAt = (at: number) => {
    while ((parts[i]?.to ?? to) <= at) i++;
    return parts[i]?.latency;
  };
  const one = ({ at, bucket }: Point) => {
    if (bucket < 0 || at < from || at >= to) return;
    const latency = partAt(at);
    latency?.set(bucket, (latency.get(bucket) ?? 0) + 1);
  };
  const some = ({ at, latency }: Slot, slotMs: number) => {
    if (at + slotMs <= from || at >= to) return;
    const sum = partAt(Math.max(at, from));
    if (sum) addTo(sum, latency);
  };
  if (day.kind === 'raw') for (const point of day.points) one(point);
  else for (const slot of day.slots) some(slot, day.slotMs);
}
