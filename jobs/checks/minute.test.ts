import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { SkillDeps } from '../../shared/command/skill.ts';
import type { Draft } from '../../shared/flow/issue.ts';
import { personId } from '../../shared/people/person.ts';
import type { Collection, Store } from '../../shared/store/store.ts';
import { openSkills } from '../../test/open-skills.ts';
import type { Report } from '../alerts/book.ts';
import { skill as alerts } from '../alerts/index.ts';
import { type Check, checks } from './check.ts';
import { skill } from './index.ts';
import { checkStates } from './judge.ts';
import { roundAfter, spreadAfter } from './minute.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const place = { channel: 'slack', bot: 'main', tenant: 't1', conversation: 'ops' };
const person = personId(place, 'u1');
/** So many times as fast as the machine's goes this clock: a minute takes a third of a second. */
const speed = 180;

/** A site on loopback that answers as it is told, and how often it was asked. */
async function site() {
  let status = 200;
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked: () => asked, turns: (to: number) => (status = to) };
}

/** Checks where no process lives on, and what people are told of them. */
function open() {
  const begun = performance.now();
  const clock = { now: () => 1_780_000_000_000 + Math.floor((performance.now() - begun) * speed) };
  // A command is one of its key.
  const told = new Set<string>();
  const bell = openSkills([alerts], { env: { BELLHOP_ALLOW_HOSTS: '127.0.0.1' } });
  closing.push(() => bell.close());
  const deps: SkillDeps = {
    ...bell,
    clock,
    async issue(draft: Draft) {
      if (draft.name !== 'incident') told.add(draft.key);
      else await incidents?.report({ tags: [], ...draft.raw.args, at: draft.saidAt, from: draft.from, person, place } as unknown as Report);
      return draft.key as never;
    },
  };
  const { incidents } = { ...alerts.services?.(deps) };
  const { checks: book } = { ...skill.services?.(deps) };
  if (!incidents || !book) throw new Error('They give these.');
  const run = (shard: string, store: Store = deps.store) => skill.minute?.run({ ...deps, store }, shard, new AbortController().signal);
  const watched = (url: string, over: Partial<Check> = {}) =>
    book.add(url, {
      name: url,
      kind: 'http',
      config: { url },
      everyMs: 20_000,
      timeoutMs: 1_000,
      failures: 2,
      successes: 1,
      level: 'error',
      tags: [],
      dependsOn: [],
      person,
      from: { user: 'u1' },
      locale: 'en',
      place,
      ...over,
    });
  return { ...deps, book, incidents, told, run, watched, shards: () => skill.minute?.shards(deps) };
}

/** The same store, of a run that dies when it is about to write to a collection. */
const dyingAt = (store: Store, collection: Collection<never> | Collection<unknown>): Store =>
  Object.create(store, {
    put: {
      value: (to: never, ...rest: [string, never]) => (to === collection ? Promise.reject(new Error('It died.')) : store.put(to, ...rest)),
    },
  });

describe('what is watched where no process lives on', () => {
  it('is looked at from the minute in which there is something, at each of its turns', async () => {
    const { shards, watched, run, book, series, clock } = open();
    expect(await shards()).toEqual([]);
    const [often, once] = [await site(), await site()];
    const begun = clock.now();
    const { id } = await watched(often.url);
    await watched(once.url, { everyMs: 60_000 });
    expect(await shards()).toEqual(['0/1']);
    await run('0/1');
    expect(once.asked()).toBe(1);
    expect(often.asked()).toBeOneOf([1, 2, 3]);
    expect(await book.get(id)).toMatchObject({ state: { status: 'up', recent: '1' } });
    const [bucket] = await series.read(id, begun, clock.now() + 60_000);
    expect(bucket?.stateMs).toMatchObject({ down: 0, unknown: 0 });
  });

  it('is told of once when it is down, and once when it is up again, over many runs', async () => {
    const { watched, run, incidents, told } = open();
    const there = await site();
    await watched(there.url);
    there.turns(500);
    await run('0/1');
    await run('0/1');
    expect(await incidents.open(place, person)).toHaveLength(1);
    const said = told.size;
    expect(said).toBeGreaterThan(0);
    await run('0/1');
    expect(told.size).toBe(said);
    there.turns(200);
    await run('0/1');
    expect(await incidents.open(place, person)).toEqual([]);
    expect(await incidents.lately(place, person, 5)).toHaveLength(1);
  });

  it('a minute that is told twice is one, and runs that overlap say nothing twice', async () => {
    const { watched, run, incidents, told, store } = open();
    const there = await site();
    there.turns(500);
    const { id } = await watched(there.url);
    await Promise.all([run('0/1'), run('0/1')]);
    expect(there.asked()).toBeLessThanOrEqual(3);
    expect(await incidents.lately(place, person, 5)).toHaveLength(1);
    const said = told.size;
    // The runs that share the checks became more: two look at the same for a minute.
    const half = Number.parseInt(id.charAt(0), 16) < 8 ? '0/2' : '1/2';
    await Promise.all([run('0/1'), run(half)]);
    expect(told.size).toBe(said);
    there.turns(200);
    await Promise.all([run('0/1'), run(half)]);
    const [incident] = await incidents.lately(place, person, 5);
    expect(incident).toMatchObject({ state: 'closed' });
    expect(incident?.happened.filter(({ what }) => what === 'closed')).toHaveLength(1);
    expect((await store.get(checkStates, id))?.value).toMatchObject({ status: 'up' });
  });

  it('a run that dies between telling and keeping leaves nothing untold, and nothing told twice', async () => {
    const { watched, run, incidents, told, store } = open();
    const there = await site();
    there.turns(500);
    const { id } = await watched(there.url, { failures: 1 });
    await run('0/1', dyingAt(store, checkStates));
    expect(await incidents.open(place, person)).toHaveLength(1);
    expect(await store.get(checkStates, id)).toBeNull();
    const said = told.size;
    await run('0/1');
    expect((await store.get(checkStates, id))?.value).toMatchObject({ status: 'down' });
    expect(await incidents.lately(place, person, 5)).toHaveLength(1);
    expect(told.size).toBe(said);
  });

  it('is told of no more when it was taken away in the midst of a run', async () => {
    const { watched, run, incidents, store } = open();
    const there = await site();
    const { id } = await watched(there.url, { failures: 1 });
    await run('0/1');
    there.turns(500);
    const running = run('0/1');
    await store.delete(checks, id);
    await running;
    expect(await incidents.lately(place, person, 5)).toEqual([]);
  });
});

describe('a round', () => {
  const now = 1_000_000;
  it.each([
    ['the first begins now', null, { from: now, until: now + 60_000 }],
    ['one begins where the last ended, a little early or late', now + 900, { from: now + 900, until: now + 60_000 }],
    ['or late', now - 5_000, { from: now - 5_000, until: now + 60_000 }],
    ['after a pause it begins now', now - 100_000, { from: now, until: now + 60_000 }],
    ['a minute that is somebody’s is nobody else’s', now + 59_000, null],
  ])('%s', (_, until, round) => {
    expect(roundAfter(until === null ? null : { from: 0, until }, now)).toEqual(round);
  });
});

it('so many runs share the checks as there are checks for, and none when there have been none for an hour', () => {
  expect(spreadAfter({ runs: 1 }, 2_001, 0)).toEqual({ runs: 2 });
  expect(spreadAfter({ runs: 16 }, 9_000, 0)).toBeNull();
  expect(spreadAfter({ runs: 4 }, 499, 0)).toEqual({ runs: 2 });
  expect(spreadAfter({ runs: 4 }, 1_001, 0)).toBeNull();
  expect(spreadAfter({ runs: 1 }, 0, 5)).toEqual({ runs: 1, emptySince: 5 });
  expect(spreadAfter({ runs: 1, emptySince: 5 }, 0, 3_600_004)).toBeNull();
  expect(spreadAfter({ runs: 1, emptySince: 5 }, 0, 3_600_005)).toEqual({ runs: 0 });
  expect(spreadAfter({ runs: 1, emptySince: 5 }, 3, 9)).toEqual({ runs: 1 });
});
