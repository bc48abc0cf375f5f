import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Told } from './alert/world.ts';
import type { Figure } from './figure.ts';
import { startChild } from './process/child.ts';
import { entry, freePort, ready, started } from './product/start.ts';

const p99MaxMs = 300;

/** From the failing answer of a site to the platform's API having the alert: the whole product, looks, judging, the incident, its command and its delivery. */
export const alert: Figure = {
  name: 'alert',
  how: '1,000 sites watched once a minute, all down from the second minute on, a chat for each: from the answer that fails, which is the last confirmation, to the stand-in of Telegram having the message',
  async measure({ quick, say, folder }) {
    const [count, everyMs] = quick ? [170, 10_000] : [1_000, 60_000];
    const data = join(folder, 'data');
    mkdirSync(data);
    const world = await startChild(join(import.meta.dirname, 'alert/world.ts'), { side: 'load' });
    const platform = await world.ask<number>('open');
    const filler = await startChild(join(import.meta.dirname, 'alert/checks.ts'), { side: 'server' });
    await filler.ask('watch', { folder: data, port: platform, count, everyMs });
    await filler.end();
    const port = await freePort();
    const product = await startChild(entry, {
      side: 'server',
      node: ['--expose-gc', '--import', join(import.meta.dirname, 'product/probe.mjs')],
      args: ['start'],
      cwd: import.meta.dirname,
      env: {
        ...started,
        PORT: String(port),
        BELLHOP_DATA: data,
        BELLHOP_ALLOW_HOSTS: '127.0.0.1',
        TELEGRAM_BOT_TOKEN: '1:bench-bench-bench-bench-bench-bench',
        TELEGRAM_WEBHOOK_SECRET: 'bench',
        TELEGRAM_API_ROOT: `http://127.0.0.1:${platform}`,
      },
    });
    try {
      await ready(port, product.complaints);
      const until = async (looks: number) => {
        for (const endsAt = Date.now() + 3 * everyMs + 30_000; (await world.ask<number>('looks')) < looks; ) {
          if (Date.now() > endsAt) throw new Error(`Of ${looks} looks ${await world.ask<number>('looks')} came.${product.complaints()}`);
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
      };
      await until(count);
      say(`all ${count} sites are up`);
      await world.ask('fail');
      await until(2 * count + Math.floor(count / 20));
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      const told = await world.ask<Told>('told');
      const row = (what: string, ms: number) => ({
        figure: `alert: from the failing answer to the platform, ${what}`,
        value: `${ms.toFixed(0)} ms`,
        against: '',
      });
      return {
        rows: [
          row('p50', told.p50),
          row('p99', told.p99),
          row('at most', told.max),
          { figure: 'alert: lost; told twice', value: `${told.lost}; ${told.repeated}`, against: '' },
        ],
        goals: [
          { says: `alert: p99 below ${p99MaxMs} ms at ${Math.round((count * 60_000) / everyMs)} incidents a minute`, holds: told.p99 < p99MaxMs },
          { says: 'alert: none lost', holds: told.lost === 0 },
        ],
      };
    } finally {
      await product.end('SIGTERM');
      await world.end();
    }
  },
};
