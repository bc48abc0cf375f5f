import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Timing } from '../../shared/command/kinds/index.ts';
import { type OpenSkills, openSkills } from '../../test/open-skills.ts';
import { maintenanceOf } from './maintenance.ts';
import { planBook } from './plan.ts';

const place = { channel: 'slack', tenant: 't1' };
const hour = 3_600_000;

let bell: OpenSkills;
beforeEach(() => {
  bell = openSkills([]);
});
afterEach(() => bell.close());

async function announced(when: Timing, over: { names?: string[]; tags?: string[]; forMs?: number } = {}) {
  const window = { id: 'w', names: [], tags: [], forMs: hour, madeAt: bell.clock.now() - 1, by: 'Ada', when, ...over };
  await planBook(bell).change(place, (plan) => ({ ...plan, windows: [window] }));
  const isIn = maintenanceOf(bell);
  return (at: number, name = 'shop.example', tags: string[] = []) => isIn({ name, tags, place }, at);
}

describe('maintenance', () => {
  it('is from its beginning until its end, of what has its name or one of its tags', async () => {
    const from = bell.clock.now() + hour;
    const isIn = await announced({ unit: 'once', at: from, timeZone: 'UTC' }, { names: ['db'], tags: ['shop'] });
    expect([await isIn(from, 'DB'), await isIn(from, 'x', ['Shop', 'eu']), await isIn(from, 'x', ['eu'])]).toEqual([true, true, false]);
    expect(await Promise.all([from - 1, from, from + hour - 1, from + hour].map((at) => isIn(at, 'db')))).toEqual([false, true, true, false]);
  });

  it('again and again is at the same time on the wall, over the change of clocks', async () => {
    const isIn = await announced({ unit: 'week', every: 1, on: [7], at: '03:00', timeZone: 'Europe/Berlin' });
    // In summer 3 is 1 UTC, after the change 2 UTC.
    const times = ['2026-10-18T01:30Z', '2026-10-18T02:30Z', '2026-10-25T01:30Z', '2026-10-25T02:30Z'];
    expect(await Promise.all(times.map((at) => isIn(Date.parse(at))))).toEqual([true, false, false, true]);
  });

  it('in a zone that does not exist (any more) never is', async () => {
    const isIn = await announced({ unit: 'day', every: 1, at: '14:00', timeZone: 'Europe/Berlin' }, { forMs: 24 * hour });
    expect(await isIn(bell.clock.now())).toBe(true);
    const lost = await announced({ unit: 'day', every: 1, at: '14:00', timeZone: 'Europe/Atlantis' }, { forMs: 24 * hour });
    expect(await lost(bell.clock.now())).toBe(false);
  });

  it('asks the store once in ten seconds, whatever is looked at', async () => {
    const { store, clock } = bell;
    let reads = 0;
    const get: typeof store.get = (...of) => {
      reads++;
      return store.get(...of);
    };
    const isIn = maintenanceOf({ clock, store: { ...store, get } });
    for (let n = 0; n < 100; n++) await isIn({ name: `n${n}`, tags: [], place }, clock.now());
    expect(reads).toBe(1);
    expect(isIn({ name: 'x', tags: [], place }, clock.now())).toBe(false);
    await clock.advance(10_001);
    await isIn({ name: 'x', tags: [], place }, clock.now());
    expect(reads).toBe(2);
  });
});
