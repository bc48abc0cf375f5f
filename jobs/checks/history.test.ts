import { afterEach, describe, expect, it, vi } from 'vitest';
import { StorageFailed } from '../../shared/errors.ts';
import { personId } from '../../shared/people/person.ts';
import { type Sample, uptimeOf } from '../../shared/series/series.ts';
import { type OpenSkills, openSkills } from '../../test/open-skills.ts';
import type { Check } from './check.ts';
import { historyOf, sampleOf } from './history.ts';
import { skill } from './index.ts';
import { fresh, type Status } from './judge.ts';

const place = { channel: 'slack', bot: 'main', tenant: 't1', conversation: 'ops' };
const draft: Omit<Check, 'id' | 'madeAt'> = {
  name: 'example.com',
  kind: 'http',
  config: { url: 'http://127.0.0.1:9/' },
  everyMs: 50,
  timeoutMs: 1_000,
  failures: 2,
  successes: 1,
  level: 'error',
  tags: [],
  dependsOn: [],
  person: personId(place, 'u1'),
  from: { user: 'u1' },
  locale: 'en',
  place,
};
const opened: OpenSkills[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const bell of opened.splice(0)) bell.close();
});
function open(env = {}) {
  const bell = openSkills([skill], { env });
  opened.push(bell);
  return bell;
}

describe('what is kept of a look', () => {
  const check: Check = { ...draft, id: 'a', madeAt: 0, everyMs: 60_000 };
  const kept = (finding: object, status: Status = 'up') =>
    sampleOf({ check, state: { ...fresh(0), status }, last: { at: 5, finding: { up: false, ms: 7.5, ...finding } } }, 5);

  it.each([
    ['a good look is up, with how long it took', { up: true }, 'up', { state: 'up', ms: 7.5 }],
    ['a failed one is down before anybody is told, and has no latency', { code: 'refused' }, 'up', { state: 'down' }],
    ['one that says nothing of the target is unknown', { code: 'secret_missing' }, 'up', { state: 'unknown' }],
    ['a failed one below what is down is unknown', { code: 'refused' }, 'unknown', { state: 'unknown' }],
  ] as const)('%s', (_, finding, status, expected) => expect(kept(finding, status)).toEqual({ series: 'a', at: 5, forMs: 60_000, ...expected }));
});

describe('history', () => {
  const sample = (at: number): Sample => ({ series: 'a', at, forMs: 1_000, state: 'up' });

  it('is kept once a second, tried again with the next where that fails, and at the end', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const batches: (readonly Sample[])[] = [];
    let fails = 1;
    const append = async (samples: readonly Sample[]) => {
      batches.push(samples);
      if (fails-- > 0) throw new StorageFailed('A series', new Error('the disk is full'));
    };
    const history = historyOf({ series: { append } as never, log: open().log });
    history.saw(sample(1));
    history.saw(sample(2));
    expect(batches).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    history.saw(sample(3));
    await vi.advanceTimersByTimeAsync(1_000);
    history.saw(sample(4));
    await history.end();
    expect(batches.map((batch) => batch.map(({ at }) => at))).toEqual([[1, 2], [1, 2, 3], [4]]);
  });

  it('of what is watched is there after a stop, stays when it is brought back, and is forgotten with it', async () => {
    const bell = open({ BELLHOP_ALLOW_HOSTS: '127.0.0.1' });
    const { checks } = bell.services;
    const now = bell.clock.now();
    const seen = async () => (await bell.series.read(id, now - 1_000, now + 9_000))[0]?.stateMs.down;
    const stop = new AbortController();
    const lives = skill.live?.(bell, stop.signal);
    const { id } = await checks.add('a', draft);
    const recent = async () => {
      await bell.clock.advance(50);
      return (await checks.get(id))?.state.recent;
    };
    await expect.poll(recent, { interval: 10, timeout: 5_000 }).toMatch(/^0/);
    stop.abort();
    await lives;
    expect(await seen()).toBeGreaterThan(0);
    const [part] = await bell.series.read(id, now - 1_000, now + 9_000);
    expect(part && uptimeOf(part)).toBe(0);

    const gone = await checks.remove(id);
    await checks.restore(gone?.check as Check);
    const due = { id: `check-gone/t1/${id}`, version: now, due: now };
    await skill.timers?.fire(due, bell);
    expect(await seen()).toBeGreaterThan(0);
    await checks.remove(id);
    await skill.timers?.fire(due, bell);
    expect(await seen()).toBe(0);
  });
});
