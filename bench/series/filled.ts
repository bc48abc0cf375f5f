import { statSync } from 'node:fs';
import { join } from 'node:path';
import { blockOf } from '../../shared/series/block.ts';
import { type Day, dayMs, dayOf } from '../../shared/series/day.ts';
import { bucketOf } from '../../shared/series/histogram.ts';
import { keepingOf, keptDay } from '../../shared/series/keeping.ts';
import { dayImport } from '../../shared/series/sqlite/import.ts';
import { seriesFile } from '../../shared/series/sqlite/schema.ts';
import { type Dice, dice } from '../../shared/timers/dice.ts';

const rawMs = 7 * dayMs;
/** Days that differ: a block knows no day, so each stands for many. */
const kinds = 40;

/** A check each minute: a little late, mostly up, as slow as its site is at the hour. */
function dayOfACheck(roll: Dice): Day {
  const usual = 20 + 300 * roll();
  const points = Array.from({ length: 1_440 }, (_, i) => {
    const latency = usual * (1 + 0.2 * Math.sin(i / 230)) * (0.85 + 0.3 * roll()) * (roll() < 0.02 ? 4 : 1);
    return { at: i * 60_000 + Math.floor(roll() * 30), forMs: 60_000, state: roll() < 0.001 ? 1 : 0, bucket: bucketOf(latency) };
  });
  return { kind: 'raw', day: 0, points };
}

/** Fills a folder with what checks saw until today, as it is kept by now. */
export function filledWith(folder: string, { checks, days }: { readonly checks: number; readonly days: number }) {
  const roll = dice(11);
  const now = Date.now();
  const today = dayOf(now);
  const seen = Array.from({ length: kinds }, () => dayOfACheck(roll));
  // As old as each way of keeping begins.
  const ways = [0, 7, 30, 90].map((age) => seen.flatMap((day) => keptDay(day, (age + 1) * dayMs, rawMs) ?? []).map(blockOf));
  const wayOf = (day: number) => ['raw', 300_000, 3_600_000, dayMs].indexOf(keepingOf(day, now, rawMs));
  const into = dayImport(folder);
  for (let check = 0; check < checks; check++) {
    into.add(
      Array.from({ length: days }, (_, i) => {
        const day = today - days + 1 + i;
        return { series: nameOf(check), day, block: ways[wayOf(day)]?.[(check + i) % kinds] ?? new Uint8Array() };
      }),
    );
  }
  into.close();
  const middle = (blocks: readonly Uint8Array[] = []) => Math.round(blocks.reduce((sum, { length }) => sum + length, 0) / blocks.length);
  const byDay = ['as it was seen', 'by 5 minutes', 'by hours', 'by days'].map((kept, i) => ({ kept, bytes: middle(ways[i]) }));
  return { checks, days, byDay, bytes: statSync(join(folder, seriesFile)).size };
}

export const nameOf = (check: number) => `check-${check}-of-many`;
