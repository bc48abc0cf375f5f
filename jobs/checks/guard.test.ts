import { afterEach, describe, expect, it } from 'vitest';
import type { Draft } from '../../shared/flow/issue.ts';
import { allowList } from '../../shared/net/allow.ts';
import { personId } from '../../shared/people/person.ts';
import { openSkills } from '../../test/open-skills.ts';
import type { Check } from './check.ts';
import { Engine } from './engine.ts';
import { Guard, isSuspicious, networkOf } from './guard.ts';
import { checkStates } from './judge.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

it.each([
  ['https://www.example.com/health', 'example.com'],
  ['db.eu.example.com:5432', 'example.com'],
  ['shop.example.co.uk', 'example.co.uk'],
  ['http://192.0.2.77:8080/', '192.0.2'],
  ['[2001:db8:1:2::1]:443', '2001:db8:1'],
  ['localhost', 'localhost'],
])('%s fails with %s', (target, network) => {
  expect(networkOf(target)).toBe(network);
});

it('three networks within an interval are suspicious; many sites of two are not, nor what failed before', () => {
  const failed = (...networks: string[]) => networks.map((network, at) => ({ network, at }));
  expect(isSuspicious(failed('a', 'b', 'c'), 0)).toBe(true);
  expect(isSuspicious(failed('a', 'b', 'c'), 1)).toBe(false);
  expect(isSuspicious(failed('a', 'b', 'a', 'b', 'a'), 0)).toBe(false);
});

/** So many sites that are all down at once, each of a network of its own, in two conversations; and whether an anchor answers. */
function open(count: number) {
  const bell = openSkills([]);
  closing.push(() => bell.close());
  const issued = new Map<string, Draft>();
  const net = { anchors: false, sites: false, asked: 0 };
  const deps = {
    ...bell,
    clock: { now: () => Date.now() },
    async issue(draft: Draft) {
      issued.set(draft.key, draft);
      return draft.key as never;
    },
  };
  const answers = async () => {
    net.asked += 1;
    return net.anchors;
  };
  const kind = async () => {
    if (!net.sites) throw Object.assign(new Error('no'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' });
    return [{ address: '127.0.0.1', family: 4 as const }];
  };
  let looks = 0;
  const engine = new Engine({ ...deps, allow: allowList('127.0.0.1'), resolve: kind, guard: new Guard({ ...deps, answers }), looked: () => looks++ });
  const stop = new AbortController();
  const running = engine.run(stop.signal);
  closing.push(async () => {
    stop.abort();
    await running;
  });
  const add = (everyMs: number) => {
    for (let i = 0; i < count; i++) engine.put(site(i, everyMs));
  };
  const told = () => [...issued.values()].map(({ raw, place }) => `${raw.args?.state} ${raw.args?.what} ${place.conversation}`);
  return { ...deps, add, net, told, engine, looks: () => looks };
}

const site = (i: number, everyMs: number): Check => {
  const place = { channel: 'slack', bot: 'main', tenant: 't1', conversation: i % 2 ? 'ops' : 'shop' };
  return {
    id: i.toString(16).padStart(24, '0'),
    name: `site ${i}`,
    kind: 'http',
    config: { url: `http://site${i}-number.test/` },
    everyMs,
    timeoutMs: 1_000,
    failures: 1,
    successes: 1,
    level: 'error',
    tags: [],
    dependsOn: [],
    person: personId(place, 'u1'),
    from: { user: 'u1' },
    locale: 'en',
    place,
    madeAt: 0,
  };
};
const network = 'The network of the machine that watches';
const soon = { timeout: 15_000, interval: 20 };

describe('2,000 sites that are down at once', () => {
  it('are one notice a place where no anchor answers, and stay as they were', async () => {
    const { add, told, looks, net, engine, store } = open(2_000);
    add(3_600_000);
    await expect.poll(looks, soon).toBe(2_000);
    const notices = told().filter((one) => one.includes(network));
    expect(notices.sort()).toEqual([`open ${network} ops`, `open ${network} shop`]);
    // Two that failed before there was anything to wonder at.
    expect(told().length).toBeLessThanOrEqual(4);
    const states = [...engine.all()].map(({ state }) => state.status);
    expect(states.filter((status) => status === 'new').length).toBeGreaterThanOrEqual(1_998);
    expect(net.asked).toBeLessThanOrEqual(3);
    expect(await store.get(checkStates, site(1_000, 1).id)).toBeNull();
  });

  it('are each told of where an anchor answers', async () => {
    const { add, told, looks, net } = open(2_000);
    net.anchors = true;
    add(3_600_000);
    await expect.poll(looks, soon).toBe(2_000);
    expect(told().filter((one) => one.startsWith('open site'))).toHaveLength(2_000);
    expect(told().some((one) => one.includes(network))).toBe(false);
  });
});

it('when an anchor answers again, that is told once a place, and what is down then is told of', async () => {
  const { clock, store, issue, told, log } = open(0);
  let now = clock.now();
  let answer = false;
  const parts = { store, issue, log, clock: { now: () => now }, answers: async () => answer };
  const first = new Guard(parts);
  for (const i of [1, 2, 3]) first.suspect(site(i, 1).id, { network: `n${i}`, at: now });
  expect(await first.isOurs(site(1, 60_000), now, true)).toBe(true);
  // Another run, which did not see it begin.
  const second = new Guard(parts);
  await second.load();
  expect(await second.isOurs(site(3, 60_000), now, false)).toBe(true);
  answer = true;
  now += 6_000;
  expect(await second.isOurs(site(3, 60_000), now, true)).toBe(false);
  await first.mend();
  expect(told()).toEqual([`open ${network} ops`, `close ${network} ops`]);
});
