import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { billOf } from './cost/bill.ts';
import { costOf, priceNames } from './cost/prices.ts';
import { countStage } from './cost/stage.ts';
import { costTables, volumes } from './cost/tables.ts';
import { idleUsdMax } from './cost.ts';

const folder = mkdtempSync(join(tmpdir(), 'bellhop-cost-'));
afterAll(() => rmSync(folder, { recursive: true }));
const counts = countStage(folder);

describe('what a stage costs', () => {
  it('is at most 15 $ a month while nobody uses it', () => {
    expect(counts).toMatchObject({ dashboards: 1, keys: 1, secrets: 1, feeds: 10 });
    expect(billOf(counts, 0).usd).toBeLessThanOrEqual(idleUsdMax);
  });

  it('stands in docs/deploy-aws.md as `npm run bench -- cost` prints it', () => {
    const page = readFileSync(join(import.meta.dirname, '../docs/deploy-aws.md'), 'utf8');
    const [, shown] = /<!-- npm run bench -- cost -->\n([\s\S]*)<!-- end -->/.exec(page) ?? [];
    expect(shown?.trim(), 'put what `npm run bench -- cost` prints between the marks').toBe(costTables(counts));
  });

  it('is the sum of its lines, grows with use, and is never more after what is free', () => {
    let before = 0;
    for (const commands of [0, ...volumes]) {
      const { lines, usd, afterFree } = billOf(counts, commands);
      const sum = [...lines.values()].reduce((total, line) => total + line.usd, 0);
      expect(usd).toBeCloseTo(sum, 9);
      expect(afterFree).toBeLessThanOrEqual(usd);
      expect(usd).toBeGreaterThan(before);
      before = usd;
    }
  });

  it('uses each price that is listed', () => {
    const { lines } = billOf(counts, 1_000_000);
    expect(priceNames.filter((name) => !lines.get(name)?.count)).toEqual([]);
  });

  it.each([
    ['alarms', 12, 1.2, 0.2],
    ['sqs', 500_000, 0.2, 0],
    ['sqs', 3_000_000, 1.2, 0.8],
    ['keys', 3, 3, 3],
  ] as const)('%s: %d cost %d $, %d $ after what is free', (name, count, usd, afterFree) => {
    expect(costOf(name, count)).toBeCloseTo(usd, 9);
    expect(costOf(name, count, { free: true })).toBeCloseTo(afterFree, 9);
  });
});
