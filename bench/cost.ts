import { billOf } from './cost/bill.ts';
import { countStage } from './cost/stage.ts';
import { checksShown, checksUsd, costTables, eachMillion, volumes } from './cost/tables.ts';
import type { Figure, Row } from './figure.ts';

/** Dollars a month that a stage may cost while nobody uses it. */
export const idleUsdMax = 15;

/** What a stage on AWS costs. Nothing is measured: counted in its template, assumed of a command, multiplied by list prices. */
export const cost: Figure = {
  name: 'cost',
  how: 'a stage on AWS by published prices: what its template has, and what a command is taken to use; the tables of docs/deploy-aws.md',
  async measure({ say, folder }) {
    const counts = countStage(folder);
    for (const line of costTables(counts).split('\n')) say(line);
    const idle = billOf(counts, 0);
    const rows = volumes.map((commands): Row => {
      const bill = billOf(counts, commands);
      const figure = `cost: ${commands.toLocaleString('en-US')} commands a month`;
      return { figure, value: `${bill.usd.toFixed(0)} $`, against: commands < 1_000_000 ? '' : `${eachMillion(bill, idle).toFixed(2)} $ a million` };
    });
    return {
      rows: [
        { figure: 'cost: idle', value: `${idle.usd.toFixed(2)} $ a month`, against: `goal ${idleUsdMax} $`, ratio: idle.usd / idleUsdMax },
        ...rows,
        {
          figure: `cost: ${checksShown.toLocaleString('en-US')} checks a minute`,
          value: `${checksUsd(checksShown).toFixed(2)} $ a month`,
          against: '',
        },
      ],
      goals: [{ says: `cost: at most ${idleUsdMax} $ a month while nobody uses it`, holds: idle.usd <= idleUsdMax }],
    };
  },
};
