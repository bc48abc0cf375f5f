import { type Day, dayMs } from './day.ts';
import { rolledUp } from './roll.ts';

const minuteMs = 60_000;

/** Until which age, ms, latencies are kept by slots of which length. States are exact at any age. */
const tiers = [
  { untilMs: 30 * dayMs, slotMs: 5 * minuteMs },
  { untilMs: 90 * dayMs, slotMs: 60 * minuteMs },
  { untilMs: 400 * dayMs, slotMs: dayMs },
] as const;

/** How long a series is kept at all, ms. */
export const keptMs = 400 * dayMs;

/** How a day is kept at an instant: as it was seen, by slots of so many ms, or no more. Its age counts from its end. `rawMs`: BELLHOP_KEEP_CHECKS. */
export function keepingOf(day: number, now: number, rawMs: number): 'raw' | number | 'gone' {
  const age = now - (day + 1) * dayMs;
  if (age < rawMs) return 'raw';
  return tiers.find(({ untilMs }) => age < untilMs)?.slotMs ?? 'gone';
}

/** The day as it is kept at an instant; null when it is kept no more. */
export function keptDay(day: Day, now: number, rawMs: number): Day | null {
  const keeping = keepingOf(day.day, now, rawMs);
  if (keeping === 'gone') return null;
  return keeping === 'raw' ? day : rolledUp(day, keeping);
}

/** Which days, first and last, are kept otherwise at `now` than they were at `before` (0: never looked at): none twice. */
export function turnedBetween(before: number, now: number, rawMs: number): readonly (readonly [first: number, last: number])[] {
  const lastAt = (instant: number, ageMs: number) => Math.floor((instant - ageMs) / dayMs) - 1;
  const ages = [rawMs, ...tiers.map(({ untilMs }) => untilMs)].filter((age) => age >= rawMs);
  if (before === 0) return [[0, lastAt(now, rawMs)]];
  return ages.map((age) => [lastAt(before, age) + 1, lastAt(now, age)] as const).filter(([first, last]) => first <= last);
}
