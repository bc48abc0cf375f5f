import { createServer } from 'node:net';
import { join } from 'node:path';
import type { FigureOptions, Goal, Row } from '../figure.ts';
import { type Child, startChild } from '../process/child.ts';
import type { Watched, Watching } from './watching.ts';

const cpuMax = 3;
const lateMaxMs = 250;
const aMinute = 100_000;

/** 100,000 pages, each looked at once a minute, judged and kept; every twentieth is slow or dead. `floorUs`: of bare node:http, measured just before. */
export async function sustained(
  { quick, say, folder }: Pick<FigureOptions, 'quick' | 'say' | 'folder'>,
  ports: { readonly plain: number; readonly silent: number },
  floorUs: number,
): Promise<{ readonly rows: readonly Row[]; readonly goals: readonly Goal[] }> {
  const watching: Child = await startChild(join(import.meta.dirname, 'watching.ts'), { side: 'server', patienceMs: 600_000 });
  try {
    const asked: Watching = {
      folder: join(folder, 'watching'),
      count: aMinute,
      ports: { plain: ports.plain, silent: ports.silent, dead: await closedPort() },
      warmS: quick ? 8 : 20,
      forS: quick ? 20 : 300,
    };
    const { looks, lateMs, cpuUs, rssMib, loadMs, down, issued } = await watching.ask<Watched>('watch', asked);
    const rate = (looks / asked.forS) * 60;
    say(
      `in memory after ${loadMs.toFixed(0)} ms; ${looks} looks in ${asked.forS} s, ${rate.toFixed(0)} a minute; begun ${lateMs.p50} ms late in the middle, ${lateMs.most} ms at most; ${down} down, ${issued} reports; ${rssMib.toFixed(0)} MiB`,
    );
    return {
      rows: [
        {
          figure: 'checks: 100,000 http checks a minute, judged and kept, CPU of one',
          value: `${cpuUs.toFixed(0)} µs`,
          against: `floor ${floorUs.toFixed(0)} µs`,
          ratio: cpuUs / floorUs,
        },
        {
          figure: 'checks: how late one begins, p99, 100,000 a minute',
          value: `${lateMs.p99} ms`,
          against: `goal ${lateMaxMs} ms`,
          ratio: lateMs.p99 / lateMaxMs,
        },
        { figure: 'checks: memory of 100,000', value: `${rssMib.toFixed(0)} MiB`, against: '' },
      ],
      goals: [
        { says: `checks: 100,000 a minute, history included, cost at most ${cpuMax} x the floor each`, holds: cpuUs <= cpuMax * floorUs },
        { says: `checks: 99 % of 100,000 a minute begin within ${lateMaxMs} ms`, holds: lateMs.p99 <= lateMaxMs && rate >= 0.98 * aMinute },
      ],
    };
  } finally {
    await watching.end();
  }
}

/** A port of loopback at which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address ? address.port : 1;
}
