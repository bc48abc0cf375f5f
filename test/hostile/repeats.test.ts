import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answered, type Door, doorNames, doorsOf, post } from './doors.ts';
import { ended } from './witness.ts';
import { type World, world } from './world.ts';

let bellhop: World;
let doors: readonly Door[];
beforeAll(async () => {
  bellhop = await world();
  doors = doorsOf(bellhop);
});
afterAll(() => bellhop.close());

const acknowledged = doorNames.map((name) => (name === 'the simulator' ? 202 : 200));
const statuses = (answers: readonly Answered[]) => answers.map(({ status }) => status);
const bodies = (answers: readonly Answered[]) => answers.map(({ body }) => body);

/** One delivery through every door at once. */
const everywhere = (words: string, id: number) =>
  Promise.all(doors.map((door, i) => post(bellhop.local().origin, door, door.good(`${words}-${i}-`, id))));

/** How often each door's words were kept as a command, and how often they ran, once all is over. */
async function kept(words: string): Promise<{ commands: number[]; runs: number[] }> {
  await ended(bellhop);
  const db = new DatabaseSync(`${bellhop.folder}/bellhop.db`, { readOnly: true });
  const counted = doors.map((_, i) =>
    db.prepare("SELECT COUNT(*) AS n, SUM(attempt) AS runs FROM commands WHERE state = 'done' AND command LIKE ?").get(`%${words}-${i}-%`),
  );
  db.close();
  return { commands: counted.map((row) => Number(row?.n)), runs: counted.map((row) => Number(row?.runs)) };
}

const once = { commands: doorNames.map(() => 1), runs: doorNames.map(() => 1) };

describe('at every door', () => {
  it('twenty tellings at once are one command, run once, each acknowledged with the same answer', async () => {
    const tellings = await Promise.all(Array.from({ length: 20 }, () => everywhere('at-once', 1)));
    for (const answers of tellings) {
      expect(statuses(answers)).toEqual(acknowledged);
      expect(bodies(answers)).toEqual(bodies(tellings[0] ?? []));
    }
    expect(await kept('at-once')).toEqual(once);
  });

  it('a telling after the answer, and one an hour later, are the same command', async () => {
    const first = await everywhere('later', 2);
    await ended(bellhop);
    const second = await everywhere('later', 2);
    bellhop.later(3_600_000);
    const third = await everywhere('later', 2);
    expect([first, second, third].map(statuses)).toEqual([acknowledged, acknowledged, acknowledged]);
    expect([second, third].map(bodies)).toEqual([bodies(first), bodies(first)]);
    expect(await kept('later')).toEqual(once);
  });

  it('a telling after a restart is the same command, even when nothing had been answered before it', async () => {
    const first = await everywhere('restart', 3);
    await bellhop.stop();
    await bellhop.start();
    const again = await everywhere('restart', 3);
    expect([statuses(first), statuses(again)]).toEqual([acknowledged, acknowledged]);
    expect(bodies(again)).toEqual(bodies(first));
    expect((await kept('restart')).commands).toEqual(once.commands);
  });

  it('out of order and mixed with repeats, each delivery is one command', async () => {
    for (const id of [14, 11, 13, 14, 10, 12, 11]) expect(statuses(await everywhere(`step${id}`, id))).toEqual(acknowledged);
    for (const id of [10, 11, 12, 13, 14]) expect(await kept(`step${id}`)).toEqual(once);
  });
});
