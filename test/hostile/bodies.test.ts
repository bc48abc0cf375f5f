import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileBodies } from './bodies.ts';
import { type Door, doorNamed, doorNames, doorsOf, keptBy, post } from './doors.ts';
import { defectsIn, heard, quiet } from './witness.ts';
import { type World, world } from './world.ts';

let bellhop: World;
let doors: readonly Door[];
beforeAll(async () => {
  bellhop = await world();
  doors = doorsOf(bellhop);
});
afterAll(() => bellhop.close());

describe('any bytes at all, validly signed', () => {
  describe.each(doorNames)('%s', (name) => {
    it.each(hostileBodies.map(({ what, ...rest }) => [what, rest] as const))(
      'answers %s in the right status within a second',
      async (_, { body, taken }) => {
        const answered = await post(bellhop.local().origin, doorNamed(doors, name), body);
        expect(answered.status).toBe(taken?.[name] ?? 400);
        expect(answered.tookMs).toBeLessThan(1_000);
        if (answered.status === 400)
          expect(JSON.parse(answered.body)).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } });
      },
    );
  });

  it('each door works on as if nothing had been', async () => {
    const { origin } = bellhop.local();
    const answers = await Promise.all(doors.map((door, i) => post(origin, door, door.good(`after-${i}`, 1))));
    expect(answers.map(({ status }) => status)).toEqual(keptBy(doors));
    const alexa = doorNames.indexOf('Alexa');
    expect(answers[alexa]?.body).toContain(`after-${alexa}`);
    for (let i = 0; i < alexa; i++) await expect.poll(() => heard(bellhop), { timeout: 10_000 }).toContain(`echo: after-${i}`);
  });

  it('none of it met a defect, or became a command', async () => {
    await quiet(bellhop);
    expect(defectsIn(bellhop.lines)).toEqual([]);
    expect(bellhop.lines.filter(({ msg }) => msg === 'ran')).toHaveLength(doorNames.length);
  });
});
