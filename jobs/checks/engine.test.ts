import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Draft } from '../../shared/flow/issue.ts';
import { allowList } from '../../shared/net/allow.ts';
import { personId } from '../../shared/people/person.ts';
import { openSkills } from '../../test/open-skills.ts';
import { checkBook } from './book.ts';
import { type Check, checks, phaseOf, turnAfter } from './check.ts';
import { Engine } from './engine.ts';
import { sampleOf } from './history.ts';
import { checkStates } from './judge.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const place = { channel: 'slack', bot: 'main', tenant: 't1', conversation: 'ops' };

/** A site on loopback that is up or down as it is told, and how often it was asked. */
async function site() {
  let status = 200;
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, asked: () => asked, turns: (to: number) => (status = to) };
}

/** An engine over a real store, on the machine's clock; intervals as short as a test wants them. */
function open({ before }: { readonly before?: (draft: Draft) => Promise<void> | undefined } = {}) {
  const bell = openSkills([]);
  const issued: Draft[] = [];
  const clock = { now: () => Date.now() };
  const deps = {
    ...bell,
    clock,
    async issue(draft: Draft) {
      issued.push(draft);
      await before?.(draft);
      return draft.key as never;
    },
  };
  const allow = allowList('127.0.0.1');
  const begin = (isInMaintenance: () => boolean = () => false) => {
    const engine = new Engine({ ...deps, allow, isInMaintenance });
    const stop = new AbortController();
    const running = engine.run(stop.signal);
    let isOver = false;
    const end = async () => {
      if (isOver) return;
      isOver = true;
      stop.abort();
      await running;
    };
    closing.push(end);
    return { engine, book: checkBook(deps as never, engine), end };
  };
  closing.push(async () => bell.close());
  return { ...deps, issued, begin, changes: () => issued.map(({ raw }) => `${raw.args?.state} ${raw.args?.why}`) };
}

const draft = (url: string, over: Partial<Check> = {}) => ({
  name: url,
  kind: 'http',
  config: { url },
  everyMs: 60,
  timeoutMs: 1_000,
  failures: 2,
  successes: 1,
  level: 'error' as const,
  tags: [],
  dependsOn: [],
  person: personId(place, 'u1'),
  from: { user: 'u1' },
  locale: 'en',
  place,
  ...over,
});
const soon = { timeout: 10_000, interval: 10 };

describe('what is watched', () => {
  it('is reported when it is down and when it is up again, and its state is kept then and only then', async () => {
    const { begin, changes, issued, store } = open();
    const there = await site();
    const { book } = begin();
    const { id } = await book.add('a', draft(there.url));
    await expect.poll(async () => (await book.get(id))?.state.status, soon).toBe('up');
    await expect.poll(there.asked, soon).toBeGreaterThan(8);
    expect((await store.get(checkStates, id))?.version).toBe(1);
    there.turns(503);
    await expect.poll(changes, soon).toHaveLength(1);
    expect(issued[0]).toMatchObject({
      name: 'incident',
      priority: 'alert',
      place,
      raw: { args: { key: `check/${id}`, state: 'open', what: there.url, level: 'error' } },
    });
    there.turns(200);
    await expect.poll(() => changes().at(-1), soon).toBe('close it is up again');
    expect(issued).toHaveLength(2);
  });

  it('goes on after a restart from what was known: what is down isn’t reported anew, and is closed when it is up', async () => {
    const { begin, changes } = open();
    const there = await site();
    there.turns(500);
    const first = begin();
    await first.book.add('a', draft(there.url));
    await expect.poll(changes, soon).toHaveLength(1);
    await first.end();
    begin();
    const asked = there.asked();
    await expect.poll(there.asked, soon).toBeGreaterThan(asked + 4);
    expect(changes()).toHaveLength(1);
    there.turns(200);
    await expect.poll(changes, soon).toHaveLength(2);
  });

  it('in maintenance is told to nobody, and its time counts for nothing; what is still down when that is over is told', async () => {
    const { begin, changes } = open();
    const there = await site();
    there.turns(500);
    let isMaintained = true;
    const { book, engine } = begin(() => isMaintained);
    const { id } = await book.add('a', draft(there.url));
    await expect.poll(async () => (await book.get(id))?.state.status, soon).toBe('down');
    const watched = engine.get(id);
    expect(watched && sampleOf(watched, 1).state).toBe('maintenance');
    expect(changes()).toEqual([]);
    isMaintained = false;
    await expect.poll(changes, soon).toHaveLength(1);
    expect(watched && sampleOf(watched, 1).state).toBe('down');
  });

  it('that is taken away is asked no more, and its incident is closed', async () => {
    const { begin, changes, store } = open();
    const there = await site();
    there.turns(500);
    const { book } = begin();
    const { id } = await book.add('a', draft(there.url));
    await expect.poll(changes, soon).toHaveLength(1);
    await book.remove(id);
    expect(changes().at(-1)).toBe('close it is watched no more');
    expect(await store.get(checks, id)).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 150));
    const asked = there.asked();
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(there.asked()).toBe(asked);
  });

  it('that is taken away while an incident of it is being opened has that closed', async () => {
    let isTold = () => {};
    const told = new Promise<void>((resolve) => {
      isTold = resolve;
    });
    const { begin, changes } = open({ before: async ({ raw }) => (raw.args?.state === 'open' ? told : undefined) });
    const there = await site();
    there.turns(500);
    const { book } = begin();
    const { id } = await book.add('a', draft(there.url));
    await expect.poll(changes, soon).toHaveLength(1);
    const removed = book.remove(id);
    isTold();
    await removed;
    expect(changes().map((change) => change.split(' ')[0])).toEqual(['open', 'close']);
  });

  it('may not be reached from here: it is not down, and says why', async () => {
    const { begin, changes } = open();
    const { book } = begin();
    const { id } = await book.add('a', draft('http://10.1.2.3/'));
    await expect.poll(async () => (await book.get(id))?.state.why, soon).toMatch(/not public/);
    expect(await book.get(id)).toMatchObject({ state: { status: 'new' } });
    expect(changes()).toEqual([]);
  });

  it('below something that is down is unknown, and nobody is told', async () => {
    const { begin, changes } = open();
    const [upper, lower] = [await site(), await site()];
    upper.turns(500);
    const { book } = begin();
    const above = await book.add('a', draft(upper.url));
    await expect.poll(changes, soon).toHaveLength(1);
    lower.turns(500);
    const below = await book.add('b', draft(lower.url, { dependsOn: [above.id] }));
    await expect.poll(async () => (await book.get(below.id))?.state.status, soon).toBe('unknown');
    expect(changes()).toHaveLength(1);
  });
});

it('turns are spread over the interval, and the same after a restart', () => {
  const ids = Array.from({ length: 1_000 }, (_, i) => i.toString(16).padStart(8, '0').split('').reverse().join('').padEnd(24, '0'));
  const phases = ids.map((id) => phaseOf({ id, everyMs: 60_000 }));
  expect(Math.max(...phases) - Math.min(...phases)).toBeGreaterThan(50_000);
  const check = { id: 'abcdef0123', everyMs: 60_000 };
  const turn = turnAfter(check, 1_000_000);
  expect(turn).toBeGreaterThan(1_000_000);
  expect(turnAfter(check, turn)).toBe(turn + 60_000);
});

it('one that stays down is written when it goes down and at a stop, and not at each look', async () => {
  const { begin, changes, store } = open();
  const there = await site();
  const first = begin();
  const { id } = await first.book.add('a', draft(there.url, { failures: 1 }));
  await expect.poll(async () => (await first.book.get(id))?.state.status, soon).toBe('up');
  there.turns(500);
  // It is told first, and then written.
  await expect.poll(async () => (await store.get(checkStates, id))?.value.status, soon).toBe('down');
  expect(changes()).toHaveLength(1);
  const down = (await store.get(checkStates, id))?.version ?? 0;
  const asked = there.asked();
  await expect.poll(there.asked, soon).toBeGreaterThan(asked + 5);
  expect((await store.get(checkStates, id))?.version).toBe(down);
  await first.end();
  expect(await store.get(checkStates, id)).toMatchObject({ version: down + 1, value: { status: 'down', recent: expect.stringMatching(/^10{5,}$/) } });
});
