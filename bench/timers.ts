import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from './figure.ts';
import { newKeys } from './platforms/keys.ts';
import { startChild } from './process/child.ts';
import { startProduct } from './product/start.ts';
import type { Lateness, Load } from './timers/child.ts';

const mib = 1_048_576;
const [lateMaxMs, rssMaxMib, startMaxMs] = [20, 300, 2_000];

/** Timers of the one process: how late they are while a million wait, what that takes, and how long a start with them. */
export const timers: Figure = {
  name: 'timers',
  how: '100,000 timers due over 60 s while a million wait in the file, an empty handler; none lost, none twice. Floor: the same as timers of Node, in memory. Then a start of the product with that file',
  async measure({ quick, say, folder }) {
    const load: Load = {
      folder: join(folder, 'data'),
      waiting: quick ? 100_000 : 1_000_000,
      due: quick ? 20_000 : 100_000,
      overMs: quick ? 12_000 : 60_000,
    };
    const ask = async (question: 'arm' | 'kept' | 'bare'): Promise<Lateness> => {
      const child = await startChild(join(import.meta.dirname, 'timers/child.ts'), { side: 'server', node: ['--expose-gc'] });
      const answer = await child.ask<Lateness>(question, load);
      await child.end();
      return answer;
    };
    mkdirSync(load.folder);
    const bare = await ask('bare');
    await ask('arm');
    say(`${load.waiting} timers wait`);
    const kept = await ask('kept');
    const keys = newKeys();
    const from = performance.now();
    const product = await startProduct({ keys, apiUrl: 'http://127.0.0.1:9/', folder: load.folder });
    const startMs = performance.now() - from;
    await product.end('SIGTERM');
    const ms = (value: number) => `${value.toFixed(1)} ms`;
    return {
      rows: [
        { figure: 'timers: late, p50', value: ms(kept.p50), against: `in memory ${ms(bare.p50)}`, ratio: kept.p50 / Math.max(1, bare.p50) },
        { figure: 'timers: late, p99', value: ms(kept.p99), against: `in memory ${ms(bare.p99)}`, ratio: kept.p99 / Math.max(1, bare.p99) },
        { figure: 'timers: late, at most', value: ms(kept.max), against: `in memory ${ms(bare.max)}`, ratio: kept.max / Math.max(1, bare.max) },
        { figure: 'timers: lost; twice', value: `${kept.lost}; ${kept.twice}`, against: `${bare.lost}; ${bare.twice}` },
        {
          figure: 'timers: RSS, garbage collected',
          value: `${(kept.rss / mib).toFixed(0)} MiB`,
          against: `in memory ${(bare.rss / mib).toFixed(0)} MiB`,
          ratio: kept.rss / bare.rss,
        },
        { figure: `timers: start to /readyz with ${load.waiting + load.due} timers behind it`, value: `${startMs.toFixed(0)} ms`, against: '' },
      ],
      goals: [
        { says: `timers: p99 below ${lateMaxMs} ms late`, holds: kept.p99 < lateMaxMs },
        { says: 'timers: none lost, none twice', holds: kept.lost + kept.twice === 0 },
        { says: `timers: below ${rssMaxMib} MiB`, holds: kept.rss / mib < rssMaxMib },
        { says: `timers: ready below ${startMaxMs / 1_000} s with ${load.waiting} that wait`, holds: startMs < startMaxMs },
      ],
    };
  },
};
