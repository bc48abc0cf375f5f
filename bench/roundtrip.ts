import { join } from 'node:path';
import type { Figure, FigureOptions, Measured } from './figure.ts';
import type { Errand, ErrandReport } from './load/talk-child.ts';
import { crowding, crowdingNote } from './machine.ts';
import { newKeys } from './platforms/keys.ts';
import { type Child, startChild } from './process/child.ts';
import { startFloor } from './product/floor.ts';
import { startProduct } from './product/start.ts';

const pace = 200;
const p50MaxMs = 5;
const p99MaxMs = 25;

/** From sending a signed slash command to its reply being at the platform's API: the whole product, both ways, over loopback. */
export const roundtrip: Figure = {
  name: 'roundtrip',
  how: `npm start's process with Slack on: command sent, accepted, run (its handler does nothing but answer), reply at the stand-in's response_url; ${pace} commands/s, then as fast as they are acknowledged on 32 connections. Floor: bare node:http + HMAC that posts the reply and keeps nothing`,
  async measure(options) {
    const platform = await startChild(join(import.meta.dirname, 'load/talk-child.ts'), { side: 'load' });
    try {
      const keys = newKeys();
      const apiUrl = await platform.ask<string>('open', { keys, text: 'noop' });
      const floor = await talked(platform, await startFloor(keys, options.folder), options);
      const product = await talked(platform, await startProduct({ keys, apiUrl, folder: join(options.folder, 'data') }), options);
      return measured(floor, product);
    } finally {
      await platform.end();
    }
  },
};

interface Talked {
  readonly paced: ErrandReport;
  readonly flood: ErrandReport;
}

/** Talks to a server, warm-up first, and ends it. */
async function talked(platform: Child, server: Child & { readonly port: number }, { quick, say }: FigureOptions): Promise<Talked> {
  const talk = (count: number, perSecond: number) =>
    platform.ask<ErrandReport>('talk', { port: server.port, count, perSecond, patienceMs: 60_000 } satisfies Errand);
  try {
    await talk(quick ? 500 : 5_000, 0);
    const crowded = crowding();
    const paced = await talk(pace * (quick ? 5 : 30), pace);
    say(`at ${pace}/s: ${crowdingNote(crowded())}`);
    return { paced, flood: await talk(quick ? 2_000 : 20_000, 0) };
  } finally {
    await server.end();
  }
}

function measured(floor: Talked, ours: Talked): Measured {
  const perSecond = ({ flood }: Talked) => ((flood.acknowledged - flood.lost) / flood.allMs) * 1_000;
  const lost = ours.paced.lost + ours.flood.lost;
  const refused = [ours.paced, ours.flood].reduce((sum, { sent, acknowledged }) => sum + sent - acknowledged, 0);
  const [p50, p99] = [ours.paced.p50Ms, ours.paced.p99Ms];
  const at = (name: string, value: number, least: number) => ({
    figure: `roundtrip: ${name} at ${pace}/s`,
    value: `${value.toFixed(2)} ms`,
    against: `floor ${least.toFixed(2)} ms`,
    ratio: value / least,
  });
  return {
    rows: [
      at('p50', p50, floor.paced.p50Ms),
      at('p99', p99, floor.paced.p99Ms),
      {
        figure: 'roundtrip: at saturation',
        value: `${perSecond(ours).toFixed(0)} completed/s, ${refused} refused, ${lost} lost, ${ours.paced.repeated + ours.flood.repeated} told twice`,
        against: `floor ${perSecond(floor).toFixed(0)}/s`,
        ratio: perSecond(ours) / perSecond(floor),
      },
    ],
    goals: [
      { says: `roundtrip: p50 below ${p50MaxMs} ms and p99 below ${p99MaxMs} ms at ${pace}/s`, holds: p50 < p50MaxMs && p99 < p99MaxMs },
      { says: 'roundtrip: nothing refused, nothing lost', holds: refused + lost === 0 },
    ],
  };
}
