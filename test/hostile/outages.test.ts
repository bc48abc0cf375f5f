import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Outage, outages } from './outages.ts';
import { defectsIn, quiet } from './witness.ts';
import { type World, world } from './world.ts';

/** The longest that a send hangs before it is given up is 15 s; then come up to three tries more. */
const patience = { timeout: 40_000, interval: 50 };
/** The first conversation, in which somebody has spoken before anything goes wrong. */
const calm = 0;

let bellhop: World;
beforeAll(async () => {
  bellhop = await world();
  // Everyone is known, every client loaded, every token fetched: what goes wrong now goes wrong with sending.
  for (const outage of outages) {
    expect((await outage.say(bellhop, 'echo hello', calm)).status).toBe(200);
    await quiet(bellhop);
    expect(outage.shown(bellhop, calm)).toEqual(['echo: hello']);
  }
}, 30_000);
afterAll(() => bellhop.close());

/** The order in which texts were first seen. */
const firstSeen = (texts: readonly string[]) => [...new Set(texts)];

describe.concurrent.each(outages.map((outage) => [outage.name, outage] as const))('while the API of %s fails in every way', (_, outage: Outage) => {
  it('each answer arrives whole and in its order, none again once it was taken, and other conversations are not held up', {
    timeout: 60_000,
  }, async ({ expect }) => {
    const faults = Object.entries(outage.faults);
    for (const [i, [what, fail]] of faults.entries()) {
      const failed = outage.failed(bellhop);
      fail(bellhop);
      expect((await outage.say(bellhop, `trio ${what.replaceAll(/\W+/g, ' ').trim()}`, i + 1)).status).toBe(200);
      await expect.poll(() => outage.failed(bellhop), patience).toBeGreaterThan(failed);
    }
    // Some of those calls hang still.
    const saidAt = performance.now();
    expect((await outage.say(bellhop, 'echo beside', 500)).status).toBe(200);
    await expect.poll(() => outage.shown(bellhop, 500), { timeout: 5_000, interval: 20 }).toEqual(['echo: beside']);
    expect(performance.now() - saidAt).toBeLessThan(3_000);

    for (const [i, [what]] of faults.entries()) {
      const words = what.replaceAll(/\W+/g, ' ').trim();
      const whole = [1, 2, 3].map((n) => `${words}: ${n} of 3`);
      await expect.poll(() => firstSeen(outage.shown(bellhop, i + 1)), patience).toEqual(whole);
      const taken = outage.taken(bellhop, i + 1);
      expect(taken, 'sent again after it was taken').toEqual(firstSeen(taken));
    }
  });
});

it('no answer became a dead letter, and each failure was told in the log without a defect', async () => {
  await quiet(bellhop, 20_000);
  expect((await bellhop.local().status()).queue.dead).toBe(0);
  expect(bellhop.lines.filter(({ msg }) => msg.startsWith('A reply was not delivered yet')).length).toBeGreaterThan(10);
  expect(defectsIn(bellhop.lines)).toEqual([]);
});
