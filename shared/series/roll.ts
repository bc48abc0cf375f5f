import { type Day, type Point, runsOf, type Slot } from './day.ts';
import { addAll } from './histogram.ts';

/** The same day with its latencies by `slotMs`; as it is when they are as coarse already. States stay exact. */
export function rolledUp(day: Day, slotMs: number): Day {
  if (day.kind === 'rolled') return day.slotMs >= slotMs ? day : { ...day, slotMs, slots: coarser(day.slots, slotMs) };
  const last = day.points.at(-1);
  if (!last) return day;
  const { at, forMs, state } = last;
  return {
    kind: 'rolled',
    day: day.day,
    runs: runsOf([day]).flatMap((run) => (run.from < at ? { ...run, to: Math.min(run.to, at) } : [])),
    last: { at, forMs, state },
    slotMs,
    slots: slotsOf(day.points, slotMs),
  };
}

function slotsOf(points: readonly Point[], slotMs: number): readonly Slot[] {
  return coarser(
    points.filter(({ bucket }) => bucket >= 0).map(({ at, bucket }) => ({ at, latency: [bucket, 1] })),
    slotMs,
  );
}

function coarser(slots: readonly Slot[], slotMs: number): readonly Slot[] {
  const all: { readonly at: number; readonly latency: Map<number, number> }[] = [];
  for (const { at, latency } of slots) {
    const start = at - (at % slotMs);
    if (all.at(-1)?.at !== start) all.push({ at: start, latency: new Map() });
    const slot = all.at(-1);
    if (slot) addAll(slot.latency, latency);
  }
  return all.map(({ at, latency }) => ({ at, latency: [...latency].sort(([a], [b]) => a - b).flat() }));
}
