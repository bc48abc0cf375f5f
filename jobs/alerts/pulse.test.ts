import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { Services } from '../../shared/command/context.ts';
import type { Depth } from '../../shared/inbox/inbox.ts';
import { openSkills } from '../../test/open-skills.ts';
import { skill } from './index.ts';

const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const place = { channel: 'slack', bot: 'main', tenant: 't1', conversation: 'ops' };
const fine: Depth = {
  waiting: { alert: { count: 0, oldestAt: null }, interactive: { count: 0, oldestAt: null }, report: { count: 0, oldestAt: null } },
  running: 0,
  undelivered: 0,
  dead: 0,
};

/** Its timers fire, and what they issue runs at once. */
async function open() {
  let called = 0;
  const server = createServer((_, response) => {
    called++;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bell = openSkills([], { env: { BELLHOP_ALLOW_HOSTS: '127.0.0.1' } });
  let depth = fine;
  const inbox: typeof bell.inbox = Object.create(bell.inbox, { depth: { value: async () => depth } });
  const deps = { ...bell, inbox };
  const { pulses } = (skill.services?.(deps) ?? {}) as Services;
  const stop = new AbortController();
  const run = Object.assign(deps, {
    async issue(draft: Parameters<typeof bell.issue>[0]) {
      await pulses.beat(String(draft.raw.args?.which), stop.signal);
      return draft.key as never;
    },
  });
  const consuming = bell.timers.consume(async (due) => skill.timers?.fire(due, run), { signal: stop.signal });
  closing.push(
    () => bell.close(),
    () => void server.close(),
    async () => {
      stop.abort();
      await consuming;
    },
  );
  const minutes = async (count: number) => {
    const before = called;
    for (let n = 0; n < count; n++) {
      await bell.clock.advance(60_000);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    return called - before;
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping`;
  return { pulses, minutes, url, clock: bell.clock, is: (now: Partial<Depth>) => (depth = { ...fine, ...now }) };
}

it('a dead man’s switch is called each minute, and not while alerts wait or nothing is delivered', async () => {
  const { pulses, minutes, url, clock, is } = await open();
  expect(await pulses.set(place, { user: 'u1' }, 'nowhere')).toBeNull();
  expect(await pulses.set(place, { user: 'u1' }, url)).toMatchObject({ shown: new URL(url).host });
  expect(await minutes(3)).toBeGreaterThanOrEqual(3);
  is({ waiting: { ...fine.waiting, alert: { count: 1, oldestAt: clock.now() - 180_000 } } });
  expect(await minutes(2)).toBe(0);
  is({ undelivered: 3 });
  await minutes(5);
  expect(await minutes(2)).toBe(0);
  is({});
  expect(await minutes(1)).toBe(1);
  expect(await pulses.remove(place)).toBe(true);
  expect(await minutes(2)).toBe(0);
});
