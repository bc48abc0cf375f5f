import { join } from 'node:path';
import type { Looking } from './checks/look.ts';
import { sustained } from './checks/sustained.ts';
import type { Figure, Goal, Row } from './figure.ts';
import { crowding, crowdingNote } from './machine.ts';
import { type Child, startChild } from './process/child.ts';
import { median } from './statistics.ts';

/** Of the floor, history included; so a look alone has to stay well below. */
const cpuMax = 3;

/** What a look at a site costs. */
export const checks: Figure = {
  name: 'checks',
  how: 'the kind http against a page on loopback, 16 looks at once, each over a connection of its own; CPU of its process a look, median of rounds in turn. Floor: bare node:http (node:https, its certificate checked by roots read once) with a fresh connection each, in a process of its own. Then 100,000 checks a minute by the whole engine, with its store and series, every twentieth slow or dead: CPU of all threads a look',
  async measure({ quick, say, folder }) {
    const crowded = crowding();
    const targets = await startChild(join(import.meta.dirname, 'checks/targets.ts'), { side: 'load' });
    const lookers: Child[] = [];
    try {
      for (let i = 0; i < 4; i++) lookers.push(await startChild(join(import.meta.dirname, 'checks/look.ts'), { side: 'server' }));
      const ports = await targets.ask<{ plain: number; secure: number; silent: number }>('ports');
      const variants = [false, true].flatMap((secure) =>
        (['floor', 'kind'] as const).map((by) => ({ by, secure, port: secure ? ports.secure : ports.plain })),
      );
      const took = variants.map((): number[] => []);
      // The first round warms up.
      for (let round = 0; round < (quick ? 3 : 8); round++) {
        for (const [i, variant] of variants.entries()) {
          const count = variant.secure ? 1_000 : 4_000;
          const cpu = await lookers[i]?.ask<number>('look', { ...variant, count } satisfies Looking);
          if (round > 0 && cpu !== undefined) took[i]?.push(cpu);
        }
      }
      const [plainFloor = 0, plain = 0, secureFloor = 0, secure = 0] = took.map(median);
      const parts = [part('http', plain, plainFloor), part('https', secure, secureFloor)];
      const all = await sustained({ quick, say, folder }, ports, plainFloor);
      say(crowdingNote(crowded()));
      return { rows: [...parts.map(({ row }) => row), ...all.rows], goals: [...parts.map(({ goal }) => goal), ...all.goals] };
    } finally {
      await Promise.all([targets, ...lookers].map((child) => child.end()));
    }
  },
};

function part(scheme: string, us: number, floorUs: number): { readonly row: Row; readonly goal: Goal } {
  return {
    row: {
      figure: `checks: CPU of one ${scheme} check`,
      value: `${us.toFixed(0)} µs`,
      against: `floor ${floorUs.toFixed(0)} µs`,
      ratio: us / floorUs,
    },
    goal: { says: `checks: one ${scheme} check costs at most ${cpuMax} x the floor`, holds: us <= cpuMax * floorUs },
  };
}
