import { join } from 'node:path';
import type { Figure, FigureOptions, Goal, Row } from './figure.ts';
import type { Errand, ErrandReport } from './load/talk-child.ts';
import { crowding, crowdingNote } from './machine.ts';
import { newKeys } from './platforms/keys.ts';
import { type Child, startChild } from './process/child.ts';
import { type Product, startProduct } from './product/start.ts';

const pace = 200;
const p50MaxMs = 5;
const p99MaxMs = 25;

/** From sending a signed slash command to its reply being at the platform's API: the whole product, both ways, over loopback. */
export const roundtrip: Figure = {
  name: 'roundtrip',
  how: `npm start's process with Slack on: command sent → accepted → run (handler does nothing but answer) → reply at the stand-in's response_url; ${pace} commands/s, then as fast as they are acknowledged on 32 connections`,
  async measure(options) {
    const platform = await startChild(join(import.meta.dirname, 'load/talk-child.ts'), { side: 'load' });
    try {
      const keys = newKeys();
      const apiUrl = await platform.ask<string>('open', { keys, text: 'noop' });
      const product = await startProduct({ keys, apiUrl, folder: join(options.folder, 'data') });
      try {
        return await measure(platform, product, options);
      } finally {
        await product.end();
      }
    } finally {
      await platform.end();
    }
  },
};

async function measure(platform: Child, { port }: Product, { quick, say }: FigureOptions): Promise<{ rows: Row[]; goals: Goal[] }> {
  const talk = (count: number, perSecond: number) =>
    platform.ask<ErrandReport>('talk', { port, count, perSecond, patienceMs: 60_000 } satisfies Errand);
  await talk(quick ? 500 : 5_000, 0);
  const crowded = crowding();
  const paced = await talk(pace * (quick ? 5 : 30), pace);
  say(`at ${pace}/s: ${crowdingNote(crowded())}`);
  const flood = await talk(quick ? 2_000 : 20_000, 0);
  const perSecond = (flood.acknowledged / flood.allMs) * 1_000;
  const lost = paced.lost + flood.lost;
  say(`replies told more than once: ${paced.repeated + flood.repeated}`);
  return {
    rows: [
      { figure: `roundtrip: p50 at ${pace}/s`, value: `${paced.p50Ms.toFixed(2)} ms`, against: `goal ${p50MaxMs} ms`, ratio: paced.p50Ms / p50MaxMs },
      { figure: `roundtrip: p99 at ${pace}/s`, value: `${paced.p99Ms.toFixed(2)} ms`, against: `goal ${p99MaxMs} ms`, ratio: paced.p99Ms / p99MaxMs },
      { figure: 'roundtrip: at saturation', value: `${perSecond.toFixed(0)} commands/s completed, ${lost} lost`, against: '' },
    ],
    goals: [
      {
        says: `roundtrip: p50 below ${p50MaxMs} ms and p99 below ${p99MaxMs} ms at ${pace}/s`,
        holds: paced.p50Ms < p50MaxMs && paced.p99Ms < p99MaxMs,
      },
      { says: 'roundtrip: nothing lost', holds: lost === 0 },
    ],
  };
}
