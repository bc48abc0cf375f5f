import { costOf, type PriceName, priceNames } from './prices.ts';
import { type Counts, commandUses, idleUses, sharedUses } from './uses.ts';

/** A month of so many commands: units and dollars of each price. */
export interface Bill {
  readonly commands: number;
  readonly lines: ReadonlyMap<PriceName, { readonly count: number; readonly usd: number; readonly afterFree: number }>;
  readonly usd: number;
  /** After what AWS gives each account, where nothing else uses it. */
  readonly afterFree: number;
}

export function billOf(counts: Counts, commands: number): Bill {
  const each = commandUses().map((use) => ({ ...use, count: commands * use.count }));
  const uses = [...idleUses(counts), ...each, ...sharedUses(commands)];
  const lines = new Map<PriceName, { count: number; usd: number; afterFree: number }>();
  for (const name of priceNames) {
    const count = uses.reduce((sum, use) => sum + (use.of === name ? use.count : 0), 0);
    lines.set(name, { count, usd: costOf(name, count), afterFree: costOf(name, count, { free: true }) });
  }
  const sum = (of: 'usd' | 'afterFree') => [...lines.values()].reduce((total, line) => total + line[of], 0);
  return { commands, lines, usd: sum('usd'), afterFree: sum('afterFree') };
}
