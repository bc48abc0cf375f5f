import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { databaseFile } from '../shared/sqlite/database.ts';
import type { Figure, FigureOptions, Goal, Row } from './figure.ts';
import type { Errand, ErrandReport } from './load/talk-child.ts';
import { newKeys } from './platforms/keys.ts';
import { type Child, startChild } from './process/child.ts';
import { startFloor } from './product/floor.ts';
import { startProduct } from './product/start.ts';
import { slope } from './statistics.ts';
import { keepDays } from './store/month.ts';

const mib = 1_048_576;
const rssMaxMib = 150;
const slopeMaxBytes = 20;
/** Commands between two looks. */
const step = 5_000;

/** What the product keeps of commands that have ended: in memory nothing, on disk until retention takes it. */
export const memory: Figure = {
  name: 'memory',
  how: "npm start's process with Slack on, 200,000 commands accepted, run and answered; RSS after GC every 5,000, least squares from the 100,000th on; then the drivers on a clock of their own, 92 days of constant load",
  async measure(options) {
    const platform = await startChild(join(import.meta.dirname, 'load/talk-child.ts'), { side: 'load' });
    try {
      const used = await inMemory(platform, options);
      const kept = await onDisk(options);
      return { rows: [...used.rows, ...kept.rows], goals: [...used.goals, ...kept.goals] };
    } finally {
      await platform.end();
    }
  },
};

/** Bytes. */
interface Resident {
  readonly standing: number;
  readonly collected: number;
}

interface Part {
  readonly rows: readonly Row[];
  readonly goals: readonly Goal[];
}

async function inMemory(platform: Child, { quick, say, folder }: FigureOptions): Promise<Part> {
  const count = quick ? 40_000 : 200_000;
  const keys = newKeys();
  const data = join(folder, 'data');
  const apiUrl = await platform.ask<string>('open', { keys, text: 'noop' });
  const talk = async (port: number) => {
    const { sent, acknowledged, lost } = await platform.ask<ErrandReport>('talk', {
      port,
      count: step,
      perSecond: 0,
      patienceMs: 60_000,
    } satisfies Errand);
    if (acknowledged < sent || lost > 0)
      throw new Error(`Of ${sent} commands ${sent - acknowledged} were refused, and ${lost} not answered within a minute.`);
  };

  const floor = await startFloor(keys, folder);
  for (let done = 0; done < 4 * step; done += step) await talk(floor.port);
  const floorMib = (await floor.ask<Resident>('memory')).collected / mib;
  await floor.end();

  const product = await startProduct({ keys, apiUrl, folder: data });
  const points: [number, number][] = [];
  let standing = 0;
  try {
    for (let done = step; done <= count; done += step) {
      await talk(product.port);
      if (done < count / 2) continue;
      const resident = await product.ask<Resident>('memory');
      points.push([done, resident.collected]);
      standing = Math.max(standing, resident.standing);
      if (done % (count / 10) === 0)
        say(`${done} commands answered: ${(resident.collected / mib).toFixed(1)} MiB, ${(resident.standing / mib).toFixed(1)} before GC`);
    }
  } finally {
    await product.end('SIGTERM');
  }
  const rssMib = (points.at(-1)?.[1] ?? Number.NaN) / mib;
  const bytesEach = slope(points);
  const files = readdirSync(data).filter((name) => name.startsWith(databaseFile));
  const bytes = files.reduce((sum, name) => sum + statSync(join(data, name)).size, 0) / count;
  const store = await startChild(join(import.meta.dirname, 'store/child.ts'), { side: 'server' });
  const content = await store.ask<number>('contentBytes', data);
  await store.end();
  return {
    rows: [
      {
        figure: `memory: RSS after ${count} commands`,
        value: `${rssMib.toFixed(1)} MiB`,
        against: `floor ${floorMib.toFixed(1)} MiB`,
        ratio: rssMib / floorMib,
      },
      {
        figure: 'memory: the same before GC, at most',
        value: `${(standing / mib).toFixed(1)} MiB`,
        against: `floor ${floorMib.toFixed(1)} MiB`,
        ratio: standing / mib / floorMib,
      },
      { figure: `memory: slope of RSS, ${count / 2} to ${count}`, value: `${bytesEach.toFixed(1)} bytes a command`, against: '' },
      {
        figure: 'memory: disk',
        value: `${bytes.toFixed(0)} bytes a command`,
        against: `floor ${content.toFixed(0)} bytes of its JSON`,
        ratio: bytes / content,
      },
    ],
    goals: [
      { says: `memory: below ${rssMaxMib} MiB after ${count} commands, garbage collected`, holds: rssMib < rssMaxMib },
      { says: `memory: RSS grows by less than ${slopeMaxBytes} bytes a command`, holds: bytesEach < slopeMaxBytes },
    ],
  };
}

/** Three months of constant load: in the first the file fills up, in the second its pages settle (about 1 %), in the third it must stay as it is. */
async function onDisk({ quick, folder }: FigureOptions): Promise<Part> {
  const perDay = quick ? 400 : 4_000;
  const days = 3 * keepDays + 2;
  const data = join(folder, 'months');
  mkdirSync(data);
  const store = await startChild(join(import.meta.dirname, 'store/child.ts'), { side: 'server', patienceMs: 1_200_000 });
  try {
    const sizes = await store.ask<readonly number[]>('live', { folder: data, days, perDay });
    const before = sizes[2 * keepDays + 1] ?? Number.NaN;
    const after = sizes.at(-1) ?? Number.NaN;
    return {
      rows: [
        {
          figure: `memory: file after ${days} days of ${perDay} commands, ${keepDays} kept`,
          value: `${(after / 1e6).toFixed(2)} MB`,
          against: `a month before ${(before / 1e6).toFixed(2)} MB`,
          ratio: after / before,
        },
      ],
      goals: [{ says: 'memory: at constant load the file stops growing (a month adds less than 1 %)', holds: after < 1.01 * before }],
    };
  } finally {
    await store.end();
  }
}
