import { type Day, type Point, type RolledDay, type Run, runsOf, type Slot } from './day.ts';
import { addTo } from './histogram.ts';

/** The same day with its latencies by `slotMs`; as it is when they are as coarse already. States stay exact. */
export function rolledUp(day: Day, slotMs: number): Day {
  if (day.kind === 'rolled') return day.slotMs >= slotMs ? day : { ...day, slotMs, slots: coarser(day.slots, slotMs) };
  const last = day.points.at(-1);
  if (!last) return day;
  const { at, forMs, state } = last;
  return {
    kind: 'rolled',
    day: day.day,
    runs: joined(runsOf([day]).slice(0, -1)),
    last: { at, forMs, state },
    slotMs,
    slots: slotsOf(day.points, slotMs),
  };
}

/** Neighbours of one state are one. */
function joined(runs: readonly Run[]): RolledDay['runs'] {
  const all: Run[] = [];
  for (const run of runs) {
    const before = all.at(-1);
    if (before && before.to === run.from && before.state === run.state) all[all.length - 1] = { ...before, to: run.to };
    else all.push(run);
  }
  return all;
}

function slotsOf(points: readonly Point[], slotMs: number): readonly Slot[] {
  return coarser(
    points.filter(({ bucket }) => bucket >= 0).map(({ at, bucket }) => ({ at, latency: new Map([[bucket, 1]]) })),
    slotMs,
  );
}

function coarser(slots: readonly Slot[], slotMs: number): readonly Slot[] {
  const all: { readonly at: number; readonly latency: Map<number, number> }[] = [];
  for (const { at, latency } of slots) {
    const start = at - (at % slotMs);
    if (all.at(-1)?.at !== start) all.push({ at: start, latency: new Map() });
    const slot = all.at(-1);
    if (slot) addTo(slot.latency, latency);
  }
  return all;
}
