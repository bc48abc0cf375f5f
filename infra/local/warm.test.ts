import { expect, it } from 'vitest';
import { warm } from './warm.ts';

const channel = (name: string, done: string[], fails = false) => ({
  name,
  async warm() {
    done.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    if (fails) throw new Error('EMFILE');
    done.push(`${name} is loaded`);
  },
});

it('loads one channel after another, and goes on past one that fails and one that needs nothing', async () => {
  const done: string[] = [];
  const told: object[] = [];
  await warm({
    channels: [channel('a', done), { name: 'b' }, channel('c', done, true), channel('d', done)],
    log: { warn: (fields: object) => void told.push(fields) },
    signal: new AbortController().signal,
    afterMs: 0,
  });
  expect(done).toEqual(['a begins', 'a is loaded', 'c begins', 'd begins', 'd is loaded']);
  expect(told).toEqual([{ channel: 'c', err: new Error('EMFILE') }]);
});

it('loads nothing for a process that stops', async () => {
  const done: string[] = [];
  await warm({ channels: [channel('a', done)], log: { warn: () => {} }, signal: AbortSignal.abort() });
  expect(done).toEqual([]);
});
